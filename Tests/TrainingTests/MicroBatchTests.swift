import Detection
import Events
import Losses
import Recipes
import Testing
import Torch

@testable import Training

/// A step of several micro-batches against the same arithmetic written out.
@Suite(.serialized) struct MicroBatchTests {
  let data: TinyData

  init() throws { data = try TinyData() }

  /// Eight parts of two images: each part's gradient by itself, their mean clipped to 5, v ← 0.9 v + g + 1e-4 w,
  /// w ← w − 0.02 v; each loss's contributions applied when all parts have been through. Each step begins from the same
  /// weights: rounding would otherwise decide, some steps on, which of two equal proposals is kept.
  @Test(arguments: [Recipe.Loss.Name.softmaxCrossEntropy, .effectiveClassMargin, .equalizationV2, .seesaw])
  func gradientsAreAveragedAndStatisticsMoveOnce(loss: Recipe.Loss.Name) throws {
    let recipe = try data.recipe(loss, ["input.batch=16"])
    let (learner, peer) = (try learner(recipe), try learner(recipe))
    var momenta = peer.model.parameters.map { Tensor.zeros(like: $0.tensor) }
    let loader = try loader(recipe)
    for step in 0..<3 {
      let batch = try loader.next()
      var seen = 0
      let outcome = try learner.step(batch, number: step, learningRate: 0.02) { _ in seen += 1 }
      #expect(seen == 8)
      let total = try stepByHand(peer, batch, number: step, &momenta)
      #expect(abs((outcome.values[.loss] ?? .nan) - total) < 1e-5 * total)
      try expectEqual(learner, peer, "step \(step)")
      try copyWeights(of: learner, to: peer)
      for (momentum, saved) in zip(momenta, learner.optimizer.state) { momentum.copy_(from: saved.tensor) }
    }
  }

  /// The mean of the parts' losses.
  private func stepByHand(
    _ peer: Learner, _ batch: TrainingBatch, number: Int, _ momenta: inout [Tensor]
  ) throws -> Double {
    let parameters = peer.model.parameters.map(\.tensor)
    var gradients = parameters.map { Tensor.zeros(like: $0) }
    var total = 0.0
    for part in 0..<8 {
      var random = SamplingGenerator(seed: 1, step: number, place: part)
      let places = 2 * part..<2 * part + 2
      let images = ImageBatch(
        pixels: Array(batch.pixels[places]), sizes: Array(batch.sizes[places]),
        normalisation: PixelNormalisation(
          mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375], channels: .rgb), device: .cpu)
      let pass = try peer.model.losses(images, Array(batch.targets[places]), using: &random)
      try withTorchErrors {
        total += pass.total.item() / 8
        pass.total.backward()
        withoutGradient {
          for (index, tensor) in parameters.enumerated() {
            if let gradient = tensor.grad { gradients[index] = gradients[index] + gradient }
            tensor.clearGrad()
          }
        }
      }
    }
    try withTorchErrors {
      withoutGradient {
        gradients = gradients.map { $0 / 8 }
        let norm = gradients.map { ($0 * $0).sum().item() }.reduce(0, +).squareRoot()
        let scale = min(1, 5 / (norm + 1e-6))
        for (index, weight) in parameters.enumerated() {
          momenta[index] = 0.9 * momenta[index] + gradients[index] * scale + 1e-4 * weight
          weight.add_(momenta[index], scale: -0.02)
        }
      }
      for loss in peer.model.classifications.compactMap({ $0.loss as? any StatefulLoss }) {
        loss.apply(loss.takeContribution())
      }
    }
    return total
  }

  @Test func aStepThatIsNotFiniteMovesNeitherWeightsNorStatistics() throws {
    let recipe = try data.recipe(.equalizationV2, ["input.batch=4"])
    let (learner, untouched) = (try learner(recipe), try learner(recipe))
    let loader = try loader(recipe)
    let batch = try loader.next()
    for model in [learner.model, untouched.model] {
      let bias = try #require(model.parameters.first { $0.name.hasSuffix("cls_score.bias") }).tensor
      try withTorchErrors { withoutGradient { bias.narrow(0, 0, 1).copy_(from: Tensor([Double.nan])) } }
    }
    let outcome = try learner.step(batch, number: 0, learningRate: 0.02) { _ in }
    #expect(outcome.notFinite == .lossClassification)
    for (one, other) in zip(learner.model.parameters, untouched.model.parameters)
    where !one.name.hasSuffix("cls_score.bias") {
      #expect(one.tensor.array(of: Float.self) == other.tensor.array(of: Float.self), "\(one.name)")
    }
    for loss in learner.model.classifications.compactMap({ $0.loss as? any StatefulLoss }) {
      #expect(loss.takeContribution().abs().sum().item() == 0)
      #expect(loss.state.allSatisfy { $0.tensor.isFinite().all().item() == 1 })
    }
  }

  private func learner(_ recipe: Recipe) throws -> Learner { try Learner(recipe, runData(recipe), .alone) }

  private func loader(_ recipe: Recipe) throws -> BatchLoader {
    let data = try runData(recipe)
    return try BatchLoader(
      data, recipe, from: BatchPosition(), share: 0..<recipe.input.batchSize,
      RunReporter(run: RunID("micro"), emit: { _ in }))
  }

  private func runData(_ recipe: Recipe) throws -> RunData {
    try RunData(data.sources, recipe.loss, RunReporter(run: RunID("micro"), emit: { _ in }))
  }

  private func copyWeights(of learner: Learner, to peer: Learner) throws {
    try withTorchErrors {
      withoutGradient {
        for (one, other) in zip(learner.model.parameters, peer.model.parameters) {
          other.tensor.copy_(from: one.tensor)
        }
      }
    }
  }

  private func expectEqual(_ first: Learner, _ second: Learner, _ what: String) throws {
    let tensors = zip(
      first.model.parameters + first.model.lossState, second.model.parameters + second.model.lossState)
    try withTorchErrors {
      for (one, other) in tensors {
        let error = (one.tensor - other.tensor).abs().max().item()
        let size = other.tensor.abs().max().item()
        #expect(error <= 1e-5 * max(size, 1e-3), "\(what), \(one.name): \(error)")
      }
    }
  }
}
