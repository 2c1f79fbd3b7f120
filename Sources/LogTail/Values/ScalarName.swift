import Events

/// The name of a scalar in a foreign log, and what it means here.
public struct ScalarName: Sendable, Hashable {
  /// The name as the trainer writes it.
  public let original: String
  /// What it is.
  public let meaning: Meaning
  /// The set of images it was measured on, where the name says one.
  public let set: String?
  /// What a value is multiplied by to be in the dashboard's units.
  public let percents: Double
  /// Whether it is an average precision or recall, of which a negative one says: no ground truth.
  public let isPrecision: Bool

  /// What a scalar is.
  public enum Meaning: Sendable, Hashable {
    /// A scalar of training, or one that has no other name here.
    case scalar(MetricKey)
    /// An average precision or recall; times `percents` it is in 0–100, and a negative one says: no ground truth.
    case averagePrecision(MetricKey, percents: Double)
    /// The average precision of one class.
    case classAveragePrecision(String, EvaluationTask, percents: Double)
  }

  /// The meaning of a trainer's name.
  public init(_ original: String) {
    let plain = Self.withoutTrainingPrefix(original)
    let precision = PrecisionName(original)
    self.init(
      original, meaning: precision?.meaning ?? .scalar(MetricKey(Self.trainingKeys[plain] ?? plain)),
      set: precision?.set)
  }

  init(_ original: String, meaning: Meaning, set: String? = nil) {
    self.original = original
    self.meaning = meaning
    self.set = set
    switch meaning {
    case .scalar: (isPrecision, percents) = (false, 1)
    case .averagePrecision(_, let percents), .classAveragePrecision(_, _, let percents):
      (isPrecision, self.percents) = (true, percents)
    }
  }

  /// The dashboard's name for it.
  public var key: MetricKey {
    let prefix = set.map { $0 + "/" } ?? ""
    switch meaning {
    case .scalar(let key): return key
    case .averagePrecision(let key, _): return MetricKey(prefix + key.name)
    case .classAveragePrecision(let label, let task, _):
      return MetricKey("\(prefix)\(task.rawValue)/AP-\(label)")
    }
  }

  /// A value in the dashboard's units: AP in 0–100.
  public func shown(_ value: Double) -> Double { value.times(percents) }

  /// Whether its values are results of an evaluation.
  public var isEvaluation: Bool {
    if isPrecision { return true }
    return ["val", "valid", "validation", "eval", "test"].contains { prefix in
      guard original.hasPrefix(prefix) else { return false }
      let next = original.dropFirst(prefix.count).first
      return next == "/" || next == "_" || next == "." || next == " "
    }
  }

  private static func withoutTrainingPrefix(_ name: String) -> String {
    for prefix in ["train/", "train_", "train."] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  /// Other trainers' names of what the dashboard knows.
  private static let trainingKeys: [String: String] = [
    "loss": "loss", "total_loss": "loss", "loss_step": "loss",
    "loss_cls": "loss_cls", "cls_loss": "loss_cls",
    "loss_bbox": "loss_bbox", "loss_box_reg": "loss_bbox", "box_loss": "loss_bbox",
    "loss_mask": "loss_mask", "seg_loss": "loss_mask",
    "loss_rpn_cls": "loss_rpn_cls", "loss_rpn_bbox": "loss_rpn_bbox", "loss_rpn_loc": "loss_rpn_bbox",
    "dfl_loss": "loss_dfl",
    "lr": "lr", "learning_rate": "lr", "lr/pg0": "lr", "lr-SGD": "lr", "lr-Adam": "lr", "lr-AdamW": "lr",
    "grad_norm": "grad_norm",
  ]
}
