/// The name of one scalar of a run, in tailboard's own vocabulary: `loss`, `loss_cls`, `bbox/APr`, `lr`.
public struct MetricKey: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The key as it is written in event files.
  public let name: String

  /// The key of this name.
  public init(_ name: String) { self.name = name }

  /// The key as it is written in event files.
  public var description: String { name }

  /// Keys sort by name.
  public static func < (a: MetricKey, b: MetricKey) -> Bool { a.name < b.name }
}

extension MetricKey {
  /// Sum of all loss parts of a step.
  public static let loss = MetricKey("loss")
  /// Classification loss of the box head.
  public static let lossClassification = MetricKey("loss_cls")
  /// Regression loss of the box head.
  public static let lossBox = MetricKey("loss_bbox")
  /// Loss of the mask head.
  public static let lossMask = MetricKey("loss_mask")
  /// Objectness loss of the region proposal network.
  public static let lossObjectness = MetricKey("loss_rpn_cls")
  /// Regression loss of the region proposal network.
  public static let lossProposalBox = MetricKey("loss_rpn_bbox")
  /// Background regions for each foreground one that the heads were trained on, over the run so far.
  public static let backgroundToForeground = MetricKey("background_to_foreground")
  /// Learning rate of the step.
  public static let learningRate = MetricKey("lr")
  /// Norm of all gradients before clipping.
  public static let gradientNorm = MetricKey("grad_norm")
  /// Images trained on per second, data wait included.
  public static let throughput = MetricKey("images_per_second")
  /// Seconds of one step, data wait included.
  public static let stepTime = MetricKey("step_seconds")
  /// Seconds of a step spent waiting for its batch.
  public static let dataWait = MetricKey("data_wait_seconds")

  /// Processor time of the trainer, in percent of one processor.
  public static let processorShare = MetricKey("cpu_percent")
  /// Processor time of the whole machine, in percent of all processors.
  public static let machineProcessorShare = MetricKey("machine_cpu_percent")
  /// Bytes of the trainer in memory.
  public static let residentMemory = MetricKey("memory_bytes")
  /// Memory taken of the whole machine, in percent.
  public static let machineMemory = MetricKey("machine_memory_percent")
  /// Bytes a second that the trainer reads from disks.
  public static let diskRead = MetricKey("disk_read_bytes")
  /// Bytes a second that the trainer writes to disks.
  public static let diskWritten = MetricKey("disk_write_bytes")

  /// Average precision over IoU .50:.95 of all classes, 0–100.
  public static func averagePrecision(_ task: EvaluationTask) -> MetricKey {
    MetricKey("\(task.rawValue)/AP")
  }

  /// Average precision of the classes of one frequency bin, 0–100.
  public static func averagePrecision(_ task: EvaluationTask, bin: FrequencyBin) -> MetricKey {
    MetricKey("\(task.rawValue)/AP\(bin.letter)")
  }

  /// Average precision at one IoU threshold in percent (50 or 75), 0–100.
  public static func averagePrecision(_ task: EvaluationTask, iou percent: Int) -> MetricKey {
    MetricKey("\(task.rawValue)/AP\(percent)")
  }

  /// AP of boxes at IoU .5 by Open Images' rules, mean or of a class, 0–100.
  public static let openImagesPrecision = MetricKey("bbox/AP50oid")

  /// R of a class, the probability that a false positive outranks a true one at IoU .5.
  public static func rankingError(_ task: EvaluationTask) -> MetricKey { MetricKey("\(task.rawValue)/R") }

  /// The least AP at IoU .5 that R of a class allows, 0–100.
  public static func leastPrecision(_ task: EvaluationTask) -> MetricKey {
    MetricKey("\(task.rawValue)/AP50least")
  }

  /// The most AP at IoU .5 that R of a class allows, 0–100.
  public static func mostPrecision(_ task: EvaluationTask) -> MetricKey {
    MetricKey("\(task.rawValue)/AP50most")
  }

  /// How many detections of a class there were.
  public static let detections = MetricKey("detections")

  /// Whether the key names a result of an evaluation.
  public var isEvaluation: Bool {
    EvaluationTask.allCases.contains { name.hasPrefix($0.rawValue + "/") }
  }
}

/// What detections are matched by: boxes or masks.
public enum EvaluationTask: String, Sendable, CaseIterable {
  case box = "bbox"
  case mask = "segm"
}

/// LVIS's three bins of classes by the number of training images: ≤ 10, ≤ 100, more.
public enum FrequencyBin: Int, Sendable, CaseIterable {
  case rare, common, frequent

  /// LVIS's letter of the bin: r, c or f.
  public var letter: Character {
    switch self {
    case .rare: "r"
    case .common: "c"
    case .frequent: "f"
    }
  }

  /// The bin's English name.
  public var name: String {
    switch self {
    case .rare: "rare"
    case .common: "common"
    case .frequent: "frequent"
    }
  }
}
