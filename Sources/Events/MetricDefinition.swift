/// What a metric is about, what it is measured in and which way it should go: declared once, used by every view.
public struct MetricDefinition: Sendable, Equatable {
  /// The metric defined.
  public let key: MetricKey
  /// What it is about.
  public let family: Family
  /// What its values are measured in.
  public let unit: Unit
  /// Which way it should go.
  public let direction: Direction
  /// How its values come about.
  public let origin: Origin

  /// A definition of these facts.
  public init(
    key: MetricKey, family: Family, unit: Unit = .none, direction: Direction = .neutral,
    origin: Origin = .training
  ) {
    self.key = key
    self.family = family
    self.unit = unit
    self.direction = direction
    self.origin = origin
  }

  /// What metrics are about, in the order they are shown.
  public enum Family: Sendable, Equatable, CaseIterable {
    /// What training makes smaller.
    case loss
    /// How good results are: AP, recall, accuracy.
    case precision
    /// Learning rates, gradients, momenta.
    case optimiser
    /// How fast steps go and what they wait for.
    case speed
    /// What the machine gives: memory, processors, disks.
    case system
    /// How far the run is.
    case progress
    /// Anything else.
    case other

    /// The family's English name.
    public var name: String {
      switch self {
      case .loss: "loss"
      case .precision: "AP"
      case .optimiser: "optimiser"
      case .speed: "speed"
      case .system: "system"
      case .progress: "progress"
      case .other: "other"
      }
    }
  }

  /// What values are measured in.
  public enum Unit: Sendable, Equatable { case none, percent, seconds, imagesPerSecond, bytes }

  /// Which way a metric should go.
  public enum Direction: Sendable, Equatable { case lowerIsBetter, higherIsBetter, neutral }

  /// How values come about: a step's own, or those of an evaluation, which no mean may blur.
  public enum Origin: Sendable, Equatable { case training, evaluation }
}

// MARK: - Of any key

extension MetricDefinition {
  /// The definition of a key: tailboard's own by table, any other trainer's by the words in its name.
  public init(of key: MetricKey) {
    self = Self.own[key] ?? Self.byWords(key)
  }

  private static let own: [MetricKey: MetricDefinition] = {
    let all = [
      MetricDefinition(key: .learningRate, family: .optimiser),
      MetricDefinition(key: .gradientNorm, family: .optimiser),
      MetricDefinition(key: .backgroundToForeground, family: .other),
      MetricDefinition(
        key: .throughput, family: .speed, unit: .imagesPerSecond, direction: .higherIsBetter),
      MetricDefinition(key: .stepTime, family: .speed, unit: .seconds, direction: .lowerIsBetter),
      MetricDefinition(key: .dataWait, family: .speed, unit: .seconds, direction: .lowerIsBetter),
      MetricDefinition(key: .processorShare, family: .system, unit: .percent),
      MetricDefinition(key: .machineProcessorShare, family: .system, unit: .percent),
      MetricDefinition(key: .residentMemory, family: .system, unit: .bytes),
      MetricDefinition(key: .machineMemory, family: .system, unit: .percent),
      MetricDefinition(key: .diskRead, family: .system, unit: .bytes),
      MetricDefinition(key: .diskWritten, family: .system, unit: .bytes),
    ]
    return Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
  }()

  private static func byWords(_ key: MetricKey) -> MetricDefinition {
    let words = Words(key.name)
    let family = key.isEvaluation ? .precision : words.family
    let origin: Origin = family == .precision || words.areOfValidation ? .evaluation : .training
    switch family {
    case .loss: return Self(key: key, family: family, direction: .lowerIsBetter, origin: origin)
    case .precision:
      let unit: Unit = key.isEvaluation ? .percent : .none
      return Self(key: key, family: family, unit: unit, direction: .higherIsBetter, origin: origin)
    case .system where words.areOfBytes: return Self(key: key, family: family, unit: .bytes)
    case .system where words.areOfPercent: return Self(key: key, family: family, unit: .percent)
    case .optimiser, .speed, .system, .progress, .other:
      return Self(key: key, family: family, origin: origin)
    }
  }
}

/// The words of a metric's name, as trainers put them together: `train/box_loss`, `memory.allocated_bytes`.
private struct Words {
  private let words: [Substring]

  init(_ name: String) {
    words = name.lowercased().split { !$0.isLetter }
  }

  /// The first family that knows one of the words; a loss in any of its compounds (`lossbbox`), its scale aside.
  var family: MetricDefinition.Family {
    if words.contains("loss"), words.contains("scale") { return .optimiser }
    if words.contains(where: { $0.contains("loss") }) { return .loss }
    return Self.families.first { family in words.contains { family.words.contains(String($0)) } }?.family
      ?? .other
  }

  var areOfValidation: Bool { words.contains { Self.validation.contains(String($0)) } }
  var areOfBytes: Bool { words.last == "bytes" }
  var areOfPercent: Bool { words.last == "percent" }

  private static let validation: Set<String> = ["val", "valid", "validation", "eval", "evaluation", "test"]

  private static let families: [(family: MetricDefinition.Family, words: Set<String>)] = [
    (
      .precision,
      [
        "ap", "ar", "aps", "apm", "apl", "apr", "apc", "apf", "map", "mar", "recall", "precision", "accuracy",
        "acc", "iou", "miou", "dice", "top", "auc", "psnr", "ssim",
      ]
    ),
    (
      .optimiser,
      ["lr", "learning", "momentum", "grad", "gradient", "gradients", "norm", "decay", "wd", "beta", "scale"]
    ),
    (
      .speed,
      [
        "time", "seconds", "sec", "eta", "fps", "throughput", "speed", "ips", "wait", "latency", "runtime",
        "samples",
      ]
    ),
    (
      .system,
      [
        "memory", "mem", "gpu", "gpus", "cpu", "disk", "rss", "network", "temp", "temperature", "power",
        "system",
        "bytes",
      ]
    ),
    (.progress, ["epoch", "epochs", "step", "steps", "iter", "iteration", "iterations"]),
  ]
}
