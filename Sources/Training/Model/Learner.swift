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
    /// Each loss part and their sum; the gradients' norm where they were computed.
    let values: [MetricKey: Double]
    /// The first value that is not finite; the weights were then left alone.
    let notFinite: MetricKey?
    /// The pass, for its region logits.
    let pass: TrainingPass
  }

  let model: any Detector
  let optimizer: SGD
  var sampling: SamplingGenerator
  private let recipe: Recipe
  private let normalisation: PixelNormalisation

  init(_ recipe: Recipe, _ data: RunData) throws {
    self.recipe = recipe
    let configuration = DetectorConfiguration(recipe, classCount: data.categories.count)
    model = try withTorchErrors {
      configuration.detector(
        classification: {
          recipe.loss.classificationLoss(
            data, seed: recipe.run.seed, featureShape: configuration.pooledShape)
        },
        generator: Generator(seed: recipe.run.seed))
    }
    optimizer = SGD(
      parameters: model.parameters.filter(\.tensor.requiresGrad), momentum: recipe.optimizer.momentum,
      weightDecay: recipe.optimizer.weightDecay)
    sampling = SamplingGenerator(seed: recipe.run.seed)
    normalisation = PixelNormalisation(
      mean: recipe.input.pixelMean.map(Float.init), deviation: recipe.input.pixelDeviation.map(Float.init))
  }

  /// Forward, backward, clip, move; a loss or gradient that is not finite moves nothing.
  func step(_ batch: TrainingBatch, learningRate: Double) throws -> Outcome {
    let pass = try recipe.run.precision.computing {
      try model.losses(images(batch.pixels, batch.sizes), batch.targets, using: &sampling)
    }
    return try withTorchErrors {
      var values = pass.values
      if let bad = values.firstNotFinite { return Outcome(values: values, notFinite: bad, pass: pass) }
      pass.total.backward()
      let norm = clippedGradientNorm().item()
      values[.gradientNorm] = norm
      if norm.isFinite { optimizer.step(learningRate: learningRate) }
      optimizer.clearGradients()
      return Outcome(values: values, notFinite: norm.isFinite ? nil : .gradientNorm, pass: pass)
    }
  }

  /// The objects found in images, in pixels of their files.
  func detections(_ batch: EvaluationBatch) throws -> [[Detection]] {
    try recipe.run.precision.computing {
      try model.detections(images(batch.pixels, batch.sizes), outputSizes: batch.originalSizes)
    }
  }

  private func images(_ pixels: [[UInt8]], _ sizes: [ImageSize]) throws -> ImageBatch {
    try withTorchErrors { ImageBatch(pixels: pixels, sizes: sizes, normalisation: normalisation) }
  }

  private func clippedGradientNorm() -> Tensor {
    let limit = recipe.optimizer.clipNorm
    return limit > 0 ? optimizer.clipGradients(maximum: limit) : optimizer.gradientNorm()
  }
}

extension Recipe.Run.Precision {
  fileprivate func computing<Result>(_ body: () throws -> Result) rethrows -> Result {
    switch self {
    case .float32: try body()
    case .bfloat16: try withAutocast(.bfloat16, body)
    }
  }
}

extension TrainingPass {
  fileprivate var values: [MetricKey: Double] {
    var values = Dictionary(uniqueKeysWithValues: losses.map { (MetricKey($0.key.name), $0.value.item()) })
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
