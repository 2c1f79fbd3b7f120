import Testing

@testable import Torch

/// The kernel against RoIAlign composed of libtorch's operators, element by element, and against differences.
@Suite struct RegionPoolingTests {
  static let poolings = [
    RegionPooling(size: (7, 7), samplingRatio: 2, aligned: true),
    RegionPooling(size: (3, 5), samplingRatio: 1, aligned: false),
    RegionPooling(size: (2, 4), samplingRatio: 0, aligned: true),
    RegionPooling(size: (14, 14), samplingRatio: 0, aligned: false),
  ]

  /// Regions of three levels: inside, on the border, outside, empty, thin, and of both images.
  struct Scene {
    let levels: [Tensor]
    let scales = [0.25, 0.125, 0.0625]
    let boxes: Tensor
    let images: Tensor
    let assignment: Tensor

    init(channels: Int, dtype: DType) {
      let random = Generator(seed: 4)
      levels = [(20, 28), (10, 14), (5, 7)].map { height, width in
        Tensor.randn([2, channels, height, width], dtype: .float64, generator: random).to(dtype)
          .channelsLast()
          .requiresGrad()
      }
      let corners = Tensor.rand([30, 2], generator: random) * 90 - 10
      let sizes = Tensor.rand([30, 2], generator: random) * 60
      let special = Tensor(
        [0, 0, 112, 80, -40, -40, -20, -20, 50, 30, 50, 30, 10, 10, 12, 79, 111, 79, 113, 81] as [Float],
        shape: [5, 4])
      boxes = Tensor.concatenate([Tensor.concatenate([corners, corners + sizes], dim: 1), special])
      images = Tensor.randint(0..<2, [35], generator: random)
      assignment = Tensor.randint(0..<3, [35], generator: random)
    }

    func pooled(_ pooling: RegionPooling) -> Tensor {
      pooling(levels: levels, scales: scales, boxes: boxes, images: images, assignment: assignment)
    }

    func composed(_ pooling: RegionPooling) -> Tensor {
      pooling.composed(levels: levels, scales: scales, boxes: boxes, images: images, assignment: assignment)
    }

    func gradients(of output: Tensor, along slope: Tensor) throws -> [Tensor] {
      levels.forEach { $0.clearGrad() }
      output.backward(gradient: slope)
      return try levels.map { try #require($0.grad) }
    }
  }

  @Test(arguments: poolings.indices, [DType.float32, .float64])
  func equalsTheComposedFormAndItsGradient(pooling index: Int, dtype: DType) throws {
    let pooling = Self.poolings[index]
    let tolerance = dtype == .float64 ? 1e-12 : 1e-5
    try withTorchErrors {
      for channels in [3, 64, 100] {
        let scene = Scene(channels: channels, dtype: dtype)
        let (found, expected) = (scene.pooled(pooling), scene.composed(pooling))
        #expect(found.isChannelsLast && relativeError(found, expected) < tolerance)
        let slope = Tensor.randn(found.shape, dtype: dtype, generator: Generator(seed: 5))
        let gradients = try scene.gradients(of: found, along: slope)
        for (found, expected) in zip(gradients, try scene.gradients(of: expected, along: slope)) {
          #expect(relativeError(found, expected) < tolerance)
        }
      }
    }
  }

  /// Pooling is linear in the features: the difference along any direction is the gradient's product with it.
  @Test(arguments: poolings.indices)
  func theGradientEqualsCentralDifferences(pooling index: Int) throws {
    let pooling = Self.poolings[index]
    try withTorchErrors {
      let scene = Scene(channels: 4, dtype: .float64)
      let output = scene.pooled(pooling)
      let random = Generator(seed: 6)
      let slope = Tensor.randn(output.shape, dtype: .float64, generator: random)
      let gradients = try scene.gradients(of: output, along: slope)
      func value() -> Double { withoutGradient { (scene.pooled(pooling) * slope).sum().item() } }
      for (level, gradient) in zip(scene.levels, gradients) {
        for place in Tensor.randint(0..<level.count, [12], generator: random).array(of: Int.self) {
          let nudge = Tensor.zeros([level.count], dtype: .float64)
          nudge[place].copy_(from: Tensor(1e-3, dtype: .float64))
          let step = nudge.reshape(level.shape)
          withoutGradient { level.add_(step) }
          let above = value()
          withoutGradient { level.add_(step, scale: -2) }
          let below = value()
          withoutGradient { level.add_(step) }
          let expected = gradient.reshape([-1])[place].item()
          #expect(abs((above - below) / 2e-3 - expected) < 1e-8)
        }
      }
    }
  }

  @Test func roundsOnceInBfloat16() throws {
    try withTorchErrors {
      let pooling = Self.poolings[0]
      let (scene, precise) = (Scene(channels: 80, dtype: .bfloat16), Scene(channels: 80, dtype: .float32))
      withoutGradient { zip(precise.levels, scene.levels).forEach { $0.copy_(from: $1) } }
      let (found, expected) = (scene.pooled(pooling), precise.pooled(pooling))
      #expect(found.dtype == .bfloat16 && relativeError(found, expected.to(.bfloat16)) == 0)
      let slope = Tensor.randn(found.shape, generator: Generator(seed: 5)).to(.bfloat16)
      let exact = try precise.gradients(of: expected, along: slope.to(.float32))
      for (found, expected) in zip(try scene.gradients(of: found, along: slope), exact) {
        #expect(found.dtype == .bfloat16 && relativeError(found, expected.to(.bfloat16)) == 0)
      }
    }
  }

  @Test func ofNoRegionsHasGradientsOfZero() throws {
    try withTorchErrors {
      let level = Tensor.ones([1, 2, 3, 4]).requiresGrad()
      let none = Tensor([Int]())
      let pooled = Self.poolings[0](
        levels: [level], scales: [1], boxes: Tensor.zeros([0, 4]), images: none, assignment: none)
      #expect(pooled.shape == [0, 2, 7, 7])
      pooled.sum().backward()
      #expect(level.grad?.abs().max().item() == 0)
    }
  }

  @Test func boxesThatAreNotNumbersReadNothing() throws {
    try withTorchErrors {
      let level = Tensor.ones([1, 16, 3, 4])
      let boxes = Tensor([Float.nan, 0, 1, 1, 0, 0, .infinity, 1], shape: [2, 4])
      for pooling in Self.poolings {
        let pooled = pooling(
          levels: [level], scales: [1], boxes: boxes, images: Tensor([0, 0]), assignment: Tensor([0, 0]))
        #expect(pooled.isFinite().all().item() == 1)
      }
    }
  }

  @Test func aRegionOfAnImageThatIsNotThereIsAnError() {
    #expect(throws: TorchError.self) {
      _ = try withTorchErrors {
        Self.poolings[0](
          levels: [Tensor.ones([1, 2, 3, 4])], scales: [1], boxes: Tensor.zeros([1, 4]), images: Tensor([1]),
          assignment: Tensor([0]))
      }
    }
  }
}
