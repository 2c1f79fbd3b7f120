extension MetricKey {
  /// What mending a kind of error alone would add to AP at IoU .5, 0–100: of a class, and in an evaluation's summary of all
  /// classes or of a bin's.
  public static func gain(_ kind: ErrorKind, _ task: EvaluationTask, bin: FrequencyBin? = nil) -> MetricKey {
    MetricKey("\(task.rawValue)/dAP_\(kind.name)\(bin.suffix)")
  }

  /// R_dup of a class, the share of pairs of a true and a false positive that are lost to duplicates at IoU .5.
  public static func duplicateRankingError(_ task: EvaluationTask) -> MetricKey {
    MetricKey("\(task.rawValue)/R_dup")
  }

  /// How many truths their own classes did not get at IoU .5: of a class, and of a bin.
  public static func lost(_ task: EvaluationTask, bin: FrequencyBin? = nil) -> MetricKey {
    MetricKey("\(task.rawValue)/lost\(bin.suffix)")
  }

  /// How many of a bin's lost truths classes of another bin take.
  public static func lost(_ task: EvaluationTask, from source: FrequencyBin, to taker: FrequencyBin)
    -> MetricKey
  {
    MetricKey("\(task.rawValue)/lost_\(source.letter)\(taker.letter)")
  }
}

extension FrequencyBin? {
  fileprivate var suffix: String { map { "_\($0.letter)" } ?? "" }
}
