import Detection
import Events
import Losses
import Recipes
import Torch

/// The network, what moves it and what chooses its samples: all that a training step changes.
///
/// Not Sendable: it lives and dies on the training queue.
final class Learner {
  /// What came of a step.
  struct Outcome {
    /// Each loss part and their sum, means over all micro-batches of the step; the gradients' norm where they were computed.
    var values: [MetricKey: Double] = [:]
    /// The first value that is not finite; weights and statistics were then left alone.
    var notFinite: MetricKey?
    /// The regions that the heads were trained on.
    var regions = RegionCount()
  }

  let model: any Detector
  let optimizer: SGD
  /// Whether a step began to move the weights and did not come to its end.
  private var isMoving = false
  /// Where a step of several micro-batches adds up its gradients.
  private let gradients: GradientSum?
  private let statistics: StepStatistics
  let ranks: Ranks
  private let recipe: Recipe
  private let normalisation: PixelNormalisation

  init(_ recipe: Recipe, _ data: RunData, _ ranks: Ranks) throws {
    self.recipe = recipe
    self.ranks = ranks
    let context = ranks.context
    let configuration = DetectorConfiguration(recipe, classCount: data.categories.count)
    model = try withTorchErrors {
      configuration.detector(
        classification: {
          recipe.loss.classificationLoss(
            data, featureShape: configuration.pooledShape, device: context.device)
        },
        from: ParameterSource(seed: recipe.run.seed, device: context.device))
    }
    let trained = model.parameters.filter(\.tensor.requiresGrad)
    optimizer = SGD(
      parameters: trained, momentum: recipe.optimizer.momentum, weightDecay: recipe.optimizer.weightDecay)
    let isOnePart = recipe.input.batchSize == recipe.input.microBatchSize * ranks.count
    gradients = isOnePart ? nil : GradientSum(of: trained)
    statistics = StepStatistics(of: model)
    normalisation = PixelNormalisation(
      mean: recipe.input.pixelMean.map(Float.init), deviation: recipe.input.pixelDeviation.map(Float.init),
      channels: recipe.detector.backbone.channels)
  }

  /// Takes each micro-batch of a step forward and backward, averages their gradients, clips them, and moves once; a loss
  /// or gradient that is not finite moves nothing.
  ///
  /// With several ranks each takes its own share of the step; all move alike.
  ///
  /// - Parameters:
  ///   - batch: this rank's share of the step's images.
  ///   - number: of the step in the run, which the random draws follow from.
  ///   - observe: sees each pass over a micro-batch of this rank's.
  func step(
    _ batch: TrainingBatch, number: Int, learningRate: Double, observe: (TrainingPass) throws -> Void
  ) throws -> Outcome {
    var outcome = Outcome()
    let parts = batch.microBatches(of: recipe.input.microBatchSize)
    let running = RunningStatistics(of: model, ranks)
    for (place, part) in parts.enumerated() where outcome.notFinite == nil {
      let values = try gather(
        part, drawing: random(number, place, of: parts.count), share: 1 / Double(parts.count * ranks.count)
      ) {
        outcome.regions.add($0, classCount: model.configuration.classCount)
        try observe($0)
      }
      outcome.notFinite = values.firstNotFinite
      outcome.values.merge(values) { $0 + $1 }
    }
    try running.join(microBatches: parts.count, ranks)
    try outcome.join(ranks)
    try move(learningRate, &outcome)
    isMoving = false
    return outcome
  }

  /// What a micro-batch of this rank's draws follow from: the step, and its place among all of the step's.
  private func random(_ number: Int, _ place: Int, of count: Int) -> SamplingGenerator {
    SamplingGenerator(seed: recipe.run.seed, step: number, place: ranks.context.rank * count + place)
  }

  /// Has the losses remember a batch's regions without training on it.
  func remember(_ batch: TrainingBatch, number: Int) throws {
    let parts = batch.microBatches(of: recipe.input.microBatchSize)
    for (place, part) in parts.enumerated() {
      var random = random(-1 - number, place, of: parts.count)
      try recipe.run.precision.computing(on: ranks.context.device) {
        try model.collectRegions(images(part.pixels, part.sizes), part.targets, using: &random)
      }
    }
    try statistics.apply(ranks)
  }

  /// Adds a micro-batch's share of the gradients, and returns its share of the loss's parts.
  private func gather(
    _ batch: TrainingBatch, drawing random: SamplingGenerator, share: Double,
    _ observe: (TrainingPass) throws -> Void
  ) throws -> [MetricKey: Double] {
    var random = random
    let pass = try recipe.run.precision.computing(on: ranks.context.device) {
      try model.losses(images(batch.pixels, batch.sizes), batch.targets, using: &random)
    }
    try observe(pass)
    let values = try withTorchErrors { pass.values.mapValues { $0 * share } }
    if values.firstNotFinite == nil {
      try withTorchErrors {
        (pass.total * share).backward()
        gradients?.collect()
      }
    }
    return values
  }

  /// Clips the gradients and moves weights and statistics, if all is finite.
  private func move(_ learningRate: Double, _ outcome: inout Outcome) throws {
    try withTorchErrors { gradients?.handOut() }
    defer { optimizer.clearGradients() }
    guard outcome.notFinite == nil else { return statistics.drop() }
    try ranks.sumGradients(of: optimizer.parameters)
    let norm = try withTorchErrors { clippedGradientNorm().item() }
    outcome.values[.gradientNorm] = norm
    guard norm.isFinite else {
      outcome.notFinite = .gradientNorm
      return statistics.drop()
    }
    isMoving = true
    try withTorchErrors { optimizer.step(learningRate: learningRate) }
    try statistics.apply(ranks)
  }

  /// Whether the weights are as a whole step left them, and all finite.
  func isWhole() throws -> Bool {
    guard !isMoving else { return false }
    return try withTorchErrors {
      (model.parameters + model.buffers).allSatisfy { $0.tensor.isFinite().all().item() == 1 }
    }
  }

  /// The objects found in images, in pixels of their files.
  func detections(_ batch: EvaluationBatch) throws -> [[Detection]] {
    try recipe.run.precision.computing(on: ranks.context.device) {
      try model.detections(images(batch.pixels, batch.sizes), outputSizes: batch.originalSizes)
    }
  }

  /// The objects found in images, without masks, once for each shift of the class logits.
  func detections(_ batch: EvaluationBatch, shiftingLogitsBy shifts: [[Double]]) throws -> [[[Detection]]] {
    try recipe.run.precision.computing(on: ranks.context.device) {
      try model.detections(
        images(batch.pixels, batch.sizes), outputSizes: batch.originalSizes, shiftingLogitsBy: shifts)
    }
  }

  private func images(_ pixels: [[UInt8]], _ sizes: [ImageSize]) throws -> ImageBatch {
    try withTorchErrors {
      ImageBatch(pixels: pixels, sizes: sizes, normalisation: normalisation, device: ranks.context.device)
    }
  }

  private func clippedGradientNorm() -> Tensor {
    let limit = recipe.optimizer.clipNorm
    return limit > 0 ? optimizer.clipGradients(maximum: limit) : optimizer.gradientNorm()
  }
}

extension Learner.Outcome {
  /// Takes together what each rank's share came to.
  fileprivate mutating func join(_ ranks: Ranks) throws {
    guard ranks.count > 1 else { return }
    let keys = values.keys.sorted()
    let counts = [Double(regions.foreground), Double(regions.background)]
    let sums = try ranks.sum(keys.map { values[$0] ?? 0 } + counts)
    values = Dictionary(uniqueKeysWithValues: zip(keys, sums))
    regions = RegionCount(foreground: Int(sums[keys.count]), background: Int(sums[keys.count + 1]))
    notFinite = values.firstNotFinite
  }
}

extension Recipe.Run.Precision {
  fileprivate func computing<Result>(on device: Device, _ body: () throws -> Result) rethrows -> Result {
    switch self {
    case .float32: try body()
    case .bfloat16: try withAutocast(.bfloat16, device: device, body)
    }
  }
}

extension TrainingPass {
  fileprivate var values: [MetricKey: Double] {
    // One copy for all of them.
    let parts = losses.sorted { $0.key.name < $1.key.name }
    let numbers = Tensor.stack(parts.map { $0.value.detach().to(.float64) }).array(of: Double.self)
    var values = Dictionary(uniqueKeysWithValues: zip(parts.map { MetricKey($0.key.name) }, numbers))
    values[.loss] = values.values.reduce(0, +)
    return values
  }
}

extension [MetricKey: Double] {
  /// A part before the sum, which it spoils.
  fileprivate var firstNotFinite: MetricKey? {
    let bad = filter { !$0.value.isFinite }.keys
    return bad.filter { $0 != .loss }.min() ?? bad.first
  }
}
