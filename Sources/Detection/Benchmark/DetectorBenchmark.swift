import Foundation
import Losses
import Torch

/// Times training steps of a detector on random images with targets like LVIS's.
public struct DetectorBenchmark: Sendable {
  /// Number format of convolutions and matrix products.
  public enum Precision: String, Sendable {
    case float32 = "fp32"
    /// bfloat16 by autocast; weights, norms and losses stay float32.
    case bfloat16 = "bf16"
  }

  /// The detector timed.
  public var configuration: DetectorConfiguration
  /// Size of every image.
  public var imageSize: ImageSize
  /// Images a step.
  public var batchSize: Int
  /// Images that go through the network together.
  public var microBatchSize: Int
  /// Number format of convolutions and matrix products.
  public var precision: Precision
  /// Objects of every image.
  public var instancesPerImage: Int
  /// What it computes on.
  public var device: Device

  /// A benchmark of this detector.
  public init(
    configuration: DetectorConfiguration, imageSize: ImageSize, batchSize: Int, microBatchSize: Int,
    precision: Precision, device: Device, instancesPerImage: Int = 10
  ) {
    precondition(batchSize.isMultiple(of: microBatchSize), "a step is of whole micro-batches")
    self.configuration = configuration
    self.imageSize = imageSize
    self.batchSize = batchSize
    self.microBatchSize = microBatchSize
    self.precision = precision
    self.device = device
    self.instancesPerImage = instancesPerImage
  }

  /// Parts of a step, in their order.
  public enum Phase: Sendable, Hashable, CaseIterable {
    case forward(ForwardPhase)
    case backward
    /// Summing gradients over ranks.
    case exchange
    case optimiser

    /// All parts.
    public static let allCases =
      ForwardPhase.allCases.map(Phase.forward) + [.backward, .exchange, .optimiser]

    /// Its name.
    public var name: String {
      switch self {
      case .forward(let phase): phase.rawValue
      case .backward: "backward"
      case .exchange: "exchange"
      case .optimiser: "optimiser"
      }
    }
  }

  /// What was measured.
  public struct Report: Sendable {
    /// Median duration of a step.
    public let secondsPerStep: Double
    /// Median duration of each phase.
    public let phaseSeconds: [Phase: Double]
    /// The most memory the process has held so far, in bytes.
    public let peakMemory: Int
    /// Bytes of all gradients.
    public let gradientBytes: Int
    /// Mean number of object regions a step in the first stage, on which the mask head's work depends.
    public let objectRegions: Double
  }

  /// Takes steps on the calling thread, the first `warmUp` of them untimed.
  ///
  /// - Parameter exchange: is given the parameters after each backward pass: a rank sums their gradients with the others'.
  public func run(
    steps: Int, warmUp: Int = 2, exchange: ([Tensor]) throws -> Void = { _ in }
  ) throws -> Report {
    var random = SamplingGenerator(seed: 1)
    let generator = Generator(seed: 1)
    let detector = configuration.detector(
      classification: { SoftmaxCrossEntropy(classCount: configuration.classCount) },
      from: ParameterSource(seed: 1, device: device))
    let trained = detector.parameters.filter { $0.tensor.requiresGrad }
    let optimiser = SGD(parameters: trained, momentum: 0.9, weightDecay: 1e-4)
    let gradients = batchSize == microBatchSize ? nil : GradientSum(of: trained)
    let batch = ImageBatch(
      images: Tensor.randn([microBatchSize, 3, imageSize.height, imageSize.width], generator: generator)
        .channelsLast().uploaded(to: device), sizes: Array(repeating: imageSize, count: microBatchSize))
    var timings: [[Phase: Double]] = []
    var objects = 0
    for step in 0..<warmUp + steps {
      let targets = (0..<batchSize / microBatchSize).map { _ in
        (0..<microBatchSize).map { _ in randomTargets(&random) }
      }
      let timing = try time(detector, optimiser, gradients, batch, targets, &random, exchange)
      guard step >= warmUp else { continue }
      timings.append(timing.phases)
      objects += timing.objects
    }
    return Report(
      secondsPerStep: timings.map { $0.values.reduce(0, +) }.median,
      phaseSeconds: Dictionary(
        uniqueKeysWithValues: Phase.allCases.map { phase in (phase, timings.map { $0[phase] ?? 0 }.median) }),
      peakMemory: peakMemory(),
      gradientBytes: optimiser.parameters.reduce(0) { $0 + $1.count * $1.dtype.size },
      objectRegions: Double(objects) / Double(max(steps, 1)))
  }

  private func time(
    _ detector: any Detector, _ optimiser: SGD, _ gradients: GradientSum?, _ batch: ImageBatch,
    _ targets: [[ImageTargets]], _ random: inout SamplingGenerator,
    _ exchange: ([Tensor]) throws -> Void
  ) throws -> (phases: [Phase: Double], objects: Int) {
    let clock = ContinuousClock()
    var phases: [Phase: Double] = [:]
    var start = clock.now
    func lap(_ phase: Phase) {
      let now = clock.now
      phases[phase, default: 0] += start.duration(to: now) / .seconds(1)
      start = now
    }
    func forward(_ targets: [ImageTargets]) throws -> TrainingPass {
      try detector.losses(batch, targets, using: &random) { lap(.forward($0)) }
    }
    var objects = 0
    for targets in targets {
      let pass =
        try precision == .bfloat16
        ? withAutocast(.bfloat16, device: device) { try forward(targets) } : forward(targets)
      try withTorchErrors {
        pass.total.backward()
        gradients?.collect()
      }
      lap(.backward)
      objects += pass.regionLabels.count { $0 < configuration.classCount }
    }
    try withTorchErrors { gradients?.handOut() }
    try exchange(optimiser.parameters)
    lap(.exchange)
    try withTorchErrors {
      optimiser.step(learningRate: 1e-4)
      optimiser.clearGradients()
      lap(.optimiser)
    }
    return (phases, objects)
  }

  private func randomTargets(_ random: inout SamplingGenerator) -> ImageTargets {
    var targets = ImageTargets()
    for _ in 0..<instancesPerImage {
      let width = Int(Double(imageSize.width) * exp(Double.random(in: -3.5 ... -0.5, using: &random)))
      let height = Int(Double(imageSize.height) * exp(Double.random(in: -3.5 ... -0.5, using: &random)))
      let x = Int.random(in: 0...imageSize.width - width, using: &random)
      let y = Int.random(in: 0...imageSize.height - height, using: &random)
      targets.boxes.append(
        CornerBox(x1: Float(x), y1: Float(y), x2: Float(x + width), y2: Float(y + height)))
      targets.classes.append(Int.random(in: 0..<configuration.classCount, using: &random))
      targets.masks.append(
        CroppedMask(
          originX: x, originY: y, width: width, height: height,
          bits: (0..<width * height).map { UInt8($0 / width % 2) }))
    }
    return targets
  }
}

/// The most memory this process has held, in bytes.
private func peakMemory() -> Int {
  var usage = rusage()
  getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}

extension [Double] {
  fileprivate var median: Double {
    guard !isEmpty else { return .nan }
    let sorted = sorted()
    return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2
  }
}
