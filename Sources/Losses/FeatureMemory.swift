import Torch

/// Memory-augmented feature sampling (Feng et al., ICCV 2021, arXiv 2108.07507, section 3.3): pooled regions of each class
/// seen, the newest first to stay, some of which each micro-batch is trained on again, weak classes more often.
///
/// Regions that a step collects are remembered when it is over, all at once.
public final class FeatureMemory {
  /// Regions with what they are to be classified as and regressed to.
  public struct Regions {
    /// Pooled features, [n, channels, 7, 7].
    public let features: Tensor
    /// Deltas to their ground truths, [n, 4].
    public let aims: Tensor
    /// Class of each, 0 ..< C.
    public let labels: [Int]

    /// n regions.
    public init(features: Tensor, aims: Tensor, labels: [Int]) {
      precondition(
        features.size(0) == labels.count && aims.shape == [labels.count, 4], "one of each a region")
      self.features = features
      self.aims = aims
      self.labels = labels
    }
  }

  private let classCount: Int
  private let featureShape: [Int]
  private let capacity: Int
  private let recalledClasses: Int
  private let recalledFeatures: Int
  private let device: Device
  private var queues: [Int: Queue] = [:]
  private var collected: [Regions] = []

  /// A memory of up to `capacity` regions a class, each a tensor of `featureShape`; each recall gives
  /// `recalledFeatures` regions of each of `recalledClasses` classes drawn. Regions stay on the device.
  public init(
    classCount: Int, featureShape: [Int], capacity: Int, recalledClasses: Int, recalledFeatures: Int,
    device: Device
  ) {
    self.classCount = classCount
    self.featureShape = featureShape
    self.capacity = capacity
    self.recalledClasses = recalledClasses
    self.recalledFeatures = recalledFeatures
    self.device = device
  }

  /// Adds a micro-batch's regions to those of the step.
  public func collect(_ regions: Regions) { collected.append(regions) }

  /// The regions collected since the last call, micro-batch after micro-batch; there may be none.
  public func takeCollected() -> Regions {
    defer { collected = [] }
    let none = Regions(
      features: .empty([0] + featureShape, device: device), aims: .empty([0, 4], device: device), labels: [])
    guard !collected.isEmpty else { return none }
    return Regions(
      features: .concatenate(collected.map { $0.features.to(.float32) }),
      aims: .concatenate(collected.map(\.aims)), labels: collected.flatMap(\.labels))
  }

  /// Puts regions in the queues of their classes, in place of the oldest; a class's queue is made when it is first seen.
  public func remember(_ regions: Regions) {
    withoutGradient {
      for (row, label) in regions.labels.enumerated() {
        queues[label, default: Queue(capacity, featureShape, device)].add(
          regions.features[row], regions.aims[row])
      }
    }
  }

  /// Regions of classes drawn with probability ∝ 1 / score, with repetition; a class without a queue gives none.
  ///
  /// - Parameter scores: of C classes at least, above 0.
  public func recall(scores: [Double], seed: UInt64) -> Regions? {
    guard recalledClasses > 0, !queues.isEmpty else { return nil }
    let random = Generator(seed: seed)
    let weights = Tensor(scores.prefix(classCount).map { 1 / ($0 + 1e-7) }, device: .cpu)
    let drawn = weights.sampledWithReplacement(recalledClasses, generator: random).array(of: Int.self)
    let recalled = drawn.compactMap { label in
      queues[label].map { queue in
        let places = Tensor.randint(0..<queue.count, [recalledFeatures], generator: random)
        return (label, queue, places.uploaded(to: device))
      }
    }
    guard !recalled.isEmpty else { return nil }
    return Regions(
      features: Tensor.concatenate(recalled.map { $1.features.indexSelect(0, $2) }, dim: 0),
      aims: Tensor.concatenate(recalled.map { $1.aims.indexSelect(0, $2) }, dim: 0),
      labels: recalled.flatMap { Array(repeating: $0.0, count: recalledFeatures) })
  }

  /// The last regions of a class, the oldest overwritten first.
  private struct Queue {
    let features: Tensor
    let aims: Tensor
    var count = 0
    var next = 0

    init(_ capacity: Int, _ shape: [Int], _ device: Device) {
      features = .empty([capacity] + shape, device: device)
      aims = .empty([capacity, 4], device: device)
    }

    mutating func add(_ feature: Tensor, _ aim: Tensor) {
      features[next].copy_(from: feature)
      aims[next].copy_(from: aim)
      next = (next + 1) % features.size(0)
      count = max(count, next == 0 ? features.size(0) : next)
    }
  }
}

// MARK: - Size

extension FeatureMemory {
  /// Bytes of a class's queue.
  private var queueSize: Int { capacity * (featureShape.reduce(1, *) + 4) * DType.float32.size }

  /// Bytes held, and how many classes they belong to.
  public var occupancy: (bytes: Int, classes: Int) { (queues.count * queueSize, queues.count) }

  /// What the queues can come to.
  var remark: String {
    "loce: remembers \(capacity) regions of each class seen: \(queueSize.megabytes) a class, at most \((classCount * queueSize).megabytes)"
  }

  /// What the queues have come to.
  public var status: String {
    "loce: \(occupancy.classes) classes remembered, \(occupancy.bytes.megabytes)"
  }
}

extension Int {
  fileprivate var megabytes: String {
    let tenths = (Double(self) / 1e5).rounded() / 10
    return "\(tenths) MB"
  }
}

// MARK: - State

extension FeatureMemory {
  /// Each queue's regions with the place that is overwritten next.
  var state: [NamedTensor] {
    queues.sorted { $0.key < $1.key }.flatMap { label, queue in
      [
        ("features.\(label)", queue.features.narrow(0, 0, queue.count)),
        ("aims.\(label)", queue.aims.narrow(0, 0, queue.count)),
        ("next.\(label)", Tensor([queue.next], device: .cpu)),
      ]
    }
  }

  func restore(_ saved: [NamedTensor]) throws {
    let values = Dictionary(saved, uniquingKeysWith: { $1 })
    func value(_ name: String) throws -> Tensor {
      guard let tensor = values[name] else { throw LossStateError.missing("memory." + name) }
      return tensor
    }
    queues = [:]
    for label in 0..<classCount where values["next.\(label)"] != nil {
      let (features, aims) = (try value("features.\(label)"), try value("aims.\(label)"))
      guard Array(features.shape.dropFirst()) == featureShape, features.size(0) <= capacity else {
        throw LossStateError.wrongShape(
          "memory.features.\(label)", expected: [capacity] + featureShape, found: features.shape)
      }
      var queue = Queue(capacity, featureShape, device)
      (queue.count, queue.next) = (features.size(0), Int(try value("next.\(label)").item()))
      try withTorchErrors {
        queue.features.narrow(0, 0, queue.count).copy_(from: features)
        queue.aims.narrow(0, 0, queue.count).copy_(from: aims)
      }
      queues[label] = queue
    }
  }
}
