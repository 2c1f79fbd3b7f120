/// How much is found out about detections.
public enum EvaluationDepth: Sendable {
  /// AP and the ranking behind it.
  case precision
  /// What is wrong with each detection too, and which class takes whose objects.
  case errors

  /// Overlaps below it need not be known.
  var leastOverlap: Double {
    switch self {
    case .precision: IoUThresholds.required[0]
    case .errors: ErrorMatching.background
    }
  }

  /// Whose overlaps are looked at: those of detections of the truths' own classes, or of all.
  var keptMasks: ResultsFile.KeptMasks {
    switch self {
    case .precision: .ofClassesInImage
    case .errors: .all
    }
  }
}
