import Testing
import Torch

@Suite struct FusedConvolutionTests {
  struct Shape: Sendable {
    let channels, outputs, kernel, stride: Int
    let residual, bias: Bool
    let activation: Activation
    var height = 13
    var width = 11
  }

  /// Against the same out of libtorch's single operators, with gradients of all five operands.
  @Test(arguments: [
    Shape(channels: 8, outputs: 16, kernel: 3, stride: 1, residual: false, bias: true, activation: .relu),
    Shape(channels: 16, outputs: 32, kernel: 1, stride: 1, residual: true, bias: true, activation: .relu),
    Shape(
      channels: 16, outputs: 16, kernel: 3, stride: 2, residual: true, bias: false, activation: .identity),
    // The last two are large enough for Winograd's algorithm, with and without a rim of half tiles.
    Shape(channels: 3, outputs: 5, kernel: 7, stride: 2, residual: false, bias: false, activation: .relu),
    Shape(
      channels: 64, outputs: 128, kernel: 3, stride: 1, residual: true, bias: true, activation: .relu,
      height: 31,
      width: 29),
    Shape(
      channels: 128, outputs: 64, kernel: 3, stride: 1, residual: false, bias: true, activation: .identity,
      height: 24, width: 40),
  ])
  func equalsSingleOperators(_ shape: Shape) throws {
    try withTorchErrors {
      let random = Generator(seed: 7)
      func leaf(_ sizes: [Int]) -> Tensor { Tensor.randn(sizes, generator: random).requiresGrad() }
      let padding = shape.kernel / 2
      let x = leaf([2, shape.channels, shape.height, shape.width])
      let weight = leaf([shape.outputs, shape.channels, shape.kernel, shape.kernel])
      let side = { (size: Int) in (size + 2 * padding - shape.kernel) / shape.stride + 1 }
      let output = [2, shape.outputs, side(shape.height), side(shape.width)]
      let bias = shape.bias ? leaf([shape.outputs]) : nil
      let residual = shape.residual ? leaf(output) : nil
      let leaves = [x, weight, bias, residual].compactMap { $0 }
      func run(_ forward: () -> Tensor) -> (Tensor, [Tensor]) {
        leaves.forEach { $0.clearGrad() }
        let y = forward()
        y.backward(gradient: Tensor.arange(y.count, dtype: .float32).reshape(output) / y.count)
        return (y, leaves.compactMap(\.grad))
      }
      let fused = run {
        x.convolution(
          weight, bias, adding: residual, stride: shape.stride, padding: padding, activation: shape.activation
        )
      }
      let single = run {
        let sum = x.conv2d(weight, bias, stride: shape.stride, padding: padding) + (residual ?? Tensor(0))
        return shape.activation == .relu ? sum.relu() : sum
      }
      #expect(fused.0.isChannelsLast && relativeError(fused.0, single.0) < 1e-5)
      #expect(fused.1.count == leaves.count)
      for (found, expected) in zip(fused.1, single.1) { #expect(relativeError(found, expected) < 1e-5) }
    }
  }

  @Test func runsInLowerPrecisionUnderAutocastAndGivesFullPrecisionGradients() throws {
    try withTorchErrors {
      let random = Generator(seed: 8)
      let x = Tensor.randn([2, 16, 9, 9], generator: random)
      let weight = Tensor.randn([16, 16, 3, 3], generator: random).requiresGrad()
      let y = withAutocast(.bfloat16, device: .cpu) { x.convolution(weight, padding: 1, activation: .relu) }
      #expect(y.dtype == .bfloat16)
      #expect(relativeError(y, x.conv2d(weight, padding: 1).relu()) < 0.02)
      y.sum().backward()
      #expect(weight.grad?.dtype == .float32)
    }
  }

  /// Eight channels: where oneDNN's own gradient of the weight would write beyond its buffers.
  @Test(arguments: [8, 16])
  func aStridedPointConvolutionsGradientsAreRightInLowerPrecision(channels: Int) throws {
    try withTorchErrors {
      let random = Generator(seed: 10)
      let x = Tensor.randn([1, channels, 9, 12], generator: random)
      let weight = Tensor.randn([16, channels, 1, 1], generator: random)
      let slope = Tensor.randn([1, 16, 5, 6], generator: random)
      func gradients(_ convolve: (Tensor, Tensor) -> Tensor) -> [Tensor] {
        let leaves = [x, weight].map { $0.detach().requiresGrad() }
        (convolve(leaves[0], leaves[1]) * slope).sum().backward()
        return leaves.compactMap(\.grad)
      }
      let expected = gradients { $0.conv2d($1, stride: 2) }
      for found in [
        gradients { x, weight in withAutocast(.bfloat16, device: .cpu) { x.convolution(weight, stride: 2) } },
        gradients { x, weight in withAutocast(.bfloat16, device: .cpu) { x.conv2d(weight, stride: 2) } },
      ] {
        #expect(found.count == 2)
        for (found, expected) in zip(found, expected) { #expect(relativeError(found, expected) < 0.02) }
      }
    }
  }

  /// A gradient that two branches share must not be masked in place by one of them.
  @Test func aSharedGradientStaysAsItIs() throws {
    try withTorchErrors {
      let x = Tensor([1, -2, 3, -4] as [Float], shape: [1, 1, 2, 2]).requiresGrad()
      let identity = Tensor.ones([1, 1, 1, 1])
      let rectified = x.convolution(identity, activation: .relu)
      (rectified + x).sum().backward()
      #expect(x.grad?.array(of: Int.self) == [2, 1, 2, 1])
    }
  }
}

@Suite struct LinearTests {
  @Test func equalsTheProductAndItsGradients() throws {
    try withTorchErrors {
      let random = Generator(seed: 9)
      func leaf(_ sizes: [Int]) -> Tensor { Tensor.randn(sizes, generator: random).requiresGrad() }
      let (x, weight, bias) = (leaf([9, 20]), leaf([7, 20]), leaf([7]))
      let slope = Tensor.randn([9, 7], generator: random)
      func run(_ y: Tensor) -> [Tensor] {
        [x, weight, bias].forEach { $0.clearGrad() }
        y.backward(gradient: slope)
        return [y] + [x, weight, bias].compactMap(\.grad)
      }
      let expected = run(x.matmul(weight.transpose(0, 1)) + bias)
      let found = run(x.linear(weight, bias))
      #expect(found.count == 4)
      for (found, expected) in zip(found, expected) { #expect(relativeError(found, expected) < 1e-5) }
    }
  }

  @Test func ofNoRowsHasGradientsOfZero() throws {
    try withTorchErrors {
      let weight = Tensor.ones([3, 4]).requiresGrad()
      Tensor.zeros([0, 4]).linear(weight).sum().backward()
      #expect(weight.grad?.array(of: Int.self) == Array(repeating: 0, count: 12))
    }
  }
}
