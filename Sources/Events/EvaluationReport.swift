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
  /// The set of images, where a run is evaluated on several.
  public let set: String?

  /// The results of an evaluation.
  public init(
    step: Int, epoch: Double, seconds: Double, summary: [MetricKey: Double], classes: [ClassResult],
    set: String? = nil
  ) {
    self.set = set
    self.step = step
    self.epoch = epoch
    self.seconds = seconds
    self.summary = summary
    self.classes = classes
  }
}

/// The results of one class in one evaluation, by key: a new figure is one more key.
public struct ClassResult: Sendable, Equatable {
  /// Every figure that is known of the class, in the unit of its `MetricDefinition`.
  public let values: [MetricKey: Double]
  /// The classes that take most of its objects, at IoU .5 of boxes, most first: of each truth that the class did not get, the
  /// class of the best detection of another one on it.
  public let takers: [ClassExchange]
  /// The classes of which it takes most objects likewise.
  public let sources: [ClassExchange]

  /// Exchanges that are kept of each kind: what bounds an event.
  public static let exchangeLimit = 5

  /// The results of a class; of exchanges only the first few are kept.
  public init(_ values: [MetricKey: Double], takers: [ClassExchange] = [], sources: [ClassExchange] = []) {
    self.values = values
    self.takers = Array(takers.prefix(Self.exchangeLimit))
    self.sources = Array(sources.prefix(Self.exchangeLimit))
  }

  /// A figure; nil where it is not known, or the class has nothing to measure it by.
  public subscript(_ key: MetricKey) -> Double? { values[key] }

  /// The AP at IoU .5 that R allows, 0–100, as lowest and highest; nil where R is.
  public func precisionBand(_ task: EvaluationTask) -> ClosedRange<Double>? {
    guard let least = values[.leastPrecision(task)], let most = values[.mostPrecision(task)], least <= most
    else { return nil }
    return least...most
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
