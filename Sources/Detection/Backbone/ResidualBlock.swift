import Recipes
import Torch

/// A residual block: two 3×3 convolutions, or 1×1, 3×3, 1×1 around a bottleneck; then the shortcut and a ReLU.
struct ResidualBlock {
  let convolutions: [NormalisedConvolution]
  /// Where the block changes the shape, a 1×1 convolution on the shortcut.
  let downsample: NormalisedConvolution?

  /// Channels that leave a block of a stage of this width.
  static func outputs(of depth: Recipe.Detector.Backbone.Depth, width: Int) -> Int {
    depth.hasBottlenecks ? 4 * width : width
  }

  init(
    _ inputs: Int, width: Int, stride: Int, _ configuration: Recipe.Detector.Backbone,
    _ source: ParameterSource
  ) {
    func layer(_ inputs: Int, _ outputs: Int, _ kernel: Int, _ stride: Int) -> NormalisedConvolution {
      NormalisedConvolution(
        inputs, outputs, kernel: kernel, stride: stride, configuration, source)
    }
    let (first, middle) = configuration.bottleneckStride == .first ? (stride, 1) : (1, stride)
    let outputs = Self.outputs(of: configuration.depth, width: width)
    convolutions =
      configuration.depth.hasBottlenecks
      ? [layer(inputs, width, 1, first), layer(width, width, 3, middle), layer(width, outputs, 1, 1)]
      : [layer(inputs, width, 3, stride), layer(width, width, 3, 1)]
    downsample = stride == 1 && inputs == outputs ? nil : layer(inputs, outputs, 1, stride)
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    var y = x
    for convolution in convolutions.dropLast() { y = convolution(y, .relu, mode) }
    return convolutions.last!(y, adding: downsample?(x, .identity, mode) ?? x, .relu, mode)
  }

  func freeze() {
    for convolution in convolutions { convolution.freeze() }
    downsample?.freeze()
  }
}

extension ResidualBlock: Module {
  var parameters: [NamedTensor] {
    convolutions.enumerated().flatMap { $1.parameters("conv\($0 + 1)", "bn\($0 + 1)") }
      + (downsample?.parameters("downsample.0", "downsample.1") ?? [])
  }

  var buffers: [NamedTensor] {
    convolutions.enumerated().flatMap { $1.buffers("bn\($0 + 1)") }
      + (downsample?.buffers("downsample.1") ?? [])
  }
}

extension Recipe.Detector.Backbone.Depth {
  /// Blocks of each of the four stages.
  var blockCounts: [Int] {
    switch self {
    case .resNet18: [2, 2, 2, 2]
    case .resNet34, .resNet50: [3, 4, 6, 3]
    case .resNet101: [3, 4, 23, 3]
    }
  }

  /// Whether blocks are 1×1, 3×3, 1×1 with four times the width outside.
  var hasBottlenecks: Bool { layerCount >= 50 }
}
