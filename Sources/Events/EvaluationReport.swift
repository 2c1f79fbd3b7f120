/// The results of one evaluation.
public struct EvaluationReport: Sendable, Equatable {
  /// Steps trained when it was taken.
  public let step: Int
  /// Epochs trained when it was taken.
  public let epoch: Double
  /// Seconds it took.
  public let seconds: Double
  /// Named results, 0–100; a bin without ground truth is absent.
  public let summary: [MetricKey: Double]
  /// Results of every class, in index order.
  public let classes: [ClassResult]

  /// The results of an evaluation.
  public init(
    step: Int, epoch: Double, seconds: Double, summary: [MetricKey: Double], classes: [ClassResult]
  ) {
    self.step = step
    self.epoch = epoch
    self.seconds = seconds
    self.summary = summary
    self.classes = classes
  }
}

/// The results of one class in one evaluation.
public struct ClassResult: Sendable, Equatable {
  /// Box AP, 0–100; nil without ground truth.
  public let boxAP: Double?
  /// Mask AP, 0–100; nil without ground truth or masks.
  public let maskAP: Double?
  /// R, the probability that a false positive outranks a true one (IoU .5, boxes); nil without a pair.
  public let rankingError: Double?
  /// The AP that R allows, 0–100, as lowest and highest; nil where R is.
  public let averagePrecisionBand: ClosedRange<Double>?
  /// Detections of the class that were counted; nil where nobody says.
  public let detections: Int?

  /// The results of a class.
  public init(
    boxAP: Double?, maskAP: Double?, rankingError: Double?, averagePrecisionBand: ClosedRange<Double>?,
    detections: Int?
  ) {
    self.boxAP = boxAP
    self.maskAP = maskAP
    self.rankingError = rankingError
    self.averagePrecisionBand = averagePrecisionBand
    self.detections = detections
  }
}

/// The margin a class attains on training regions, in doubled logits (2 f), the scale of the demanded one.
public struct AttainedMargin: Sendable, Equatable {
  /// Mean of 2 f over positives minus its mean over negatives.
  public let mean: Double
  /// 5th percentile of 2 f over positives minus the mean over negatives.
  public let fifthPercentile: Double
  /// Positives measured.
  public let positives: Int

  /// A margin measured on this many positives.
  public init(mean: Double, fifthPercentile: Double, positives: Int) {
    self.mean = mean
    self.fifthPercentile = fifthPercentile
    self.positives = positives
  }
}
