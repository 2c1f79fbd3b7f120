import Testing
import Torch

@Suite struct SGDTests {
  /// By hand, w = 1, g = 2, μ = 0.5, λ = 0.1, η = 0.1:
  /// v = 2.1, w = 0.79; then g = 2 again: v = 1.05 + 2.079 = 3.129, w = 0.4771.
  @Test func followsTheFormula() throws {
    try withTorchErrors {
      let weight = Tensor([1.0]).requiresGrad()
      let optimiser = SGD(parameters: [("w", weight)], momentum: 0.5, weightDecay: 0.1)
      for expected in [0.79, 0.4771] {
        optimiser.clearGradients()
        (2 * weight).sum().backward()
        optimiser.step(learningRate: 0.1)
        #expect(abs(weight.item() - expected) < 1e-12)
      }
    }
  }

  @Test func groupsHaveTheirOwnDecayAndRate() throws {
    try withTorchErrors {
      let (first, second) = (Tensor([1.0]).requiresGrad(), Tensor([1.0]).requiresGrad())
      let optimiser = SGD(
        groups: [
          .init(parameters: [("a", first)], weightDecay: 1),
          .init(parameters: [("b", second)], weightDecay: 0, learningRateFactor: 2),
        ], momentum: 0)
      (first + second).sum().backward()
      optimiser.step(learningRate: 0.1)
      #expect(abs(first.item() - 0.8) < 1e-12 && abs(second.item() - 0.8) < 1e-12)
    }
  }

  @Test func updatesWeightsInChannelsLastOrder() throws {
    try withTorchErrors {
      let weight = Tensor.randn([4, 3, 2, 2], generator: Generator(seed: 1)).channelsLast().requiresGrad()
      let before = weight.detach().clone()
      let slope = Tensor.arange(48, dtype: .float32).reshape([4, 3, 2, 2])
      let optimiser = SGD(parameters: [("w", weight)], momentum: 0.9, weightDecay: 0)
      (weight * slope).sum().backward()
      optimiser.step(learningRate: 0.5)
      #expect(relativeError(weight.detach(), before - 0.5 * slope) < 1e-6)
    }
  }

  /// |(3, 4)| = 5, clipped to 1: (0.6, 0.8).
  @Test func clipsTheNormOfAllGradientsTogether() throws {
    try withTorchErrors {
      let (first, second, idle) = (
        Tensor([0.0]).requiresGrad(), Tensor([0.0]).requiresGrad(), Tensor([0.0]).requiresGrad()
      )
      let optimiser = SGD(
        parameters: [("a", first), ("b", second), ("idle", idle)], momentum: 0, weightDecay: 0)
      (3 * first + 4 * second).sum().backward()
      #expect(abs(optimiser.gradientNorm().item() - 5) < 1e-12)
      #expect(abs(optimiser.clipGradients(maximum: 10).item() - 5) < 1e-12)
      #expect(abs(optimiser.clipGradients(maximum: 1).item() - 5) < 1e-12)
      #expect(abs(optimiser.gradientNorm().item() - 1) < 1e-5)
      optimiser.step(learningRate: 1)
      #expect(abs(first.item() + 0.6) < 1e-5 && idle.item() == 0)
    }
  }

  @Test func goesOnFromASavedStateAsIfNeverStopped() throws {
    try withTorchErrors {
      func steps(_ count: Int, _ weight: Tensor, _ optimiser: SGD) {
        for _ in 0..<count {
          optimiser.clearGradients()
          weight.pow(2).sum().backward()
          optimiser.step(learningRate: 0.1)
        }
      }
      func start() -> (Tensor, SGD) {
        let weight = Tensor([1.0, -2]).requiresGrad()
        return (weight, SGD(parameters: [("w", weight)], momentum: 0.9, weightDecay: 0.01))
      }
      let (whole, wholeOptimiser) = start()
      steps(5, whole, wholeOptimiser)
      let (first, firstOptimiser) = start()
      steps(2, first, firstOptimiser)
      let (second, secondOptimiser) = start()
      withoutGradient { second.copy_(from: first) }
      for (own, saved) in zip(secondOptimiser.state, firstOptimiser.state) {
        #expect(own.name == saved.name)
        own.tensor.copy_(from: saved.tensor)
      }
      steps(3, second, secondOptimiser)
      #expect(second.array(of: Double.self) == whole.array(of: Double.self))
    }
  }
}
