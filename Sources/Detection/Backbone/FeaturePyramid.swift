import Recipes
import Torch

/// Feature pyramid network (Lin et al. 2017): every stage at the same width, coarse knowledge added to fine maps.
struct FeaturePyramid {
  /// 1×1 convolutions that bring each stage to the pyramid's width.
  let lateral: [Convolution]
  /// 3×3 convolutions on each sum.
  let output: [Convolution]

  init(inputs: [Int], width: Int, _ source: ParameterSource) {
    lateral = inputs.map { Convolution($0, width, kernel: 1, .uniform, source) }
    output = inputs.map { _ in Convolution(width, width, kernel: 3, .uniform, source) }
  }

  /// The backbone's stages, finest first → as many levels, and last the coarsest at half resolution.
  func callAsFunction(_ stages: [Tensor]) -> [Tensor] {
    var levels: [Tensor] = []
    var coarser: Tensor?
    for index in stages.indices.reversed() {
      let stage = stages[index]
      let level = lateral[index](
        stage, adding: coarser?.upsampleNearest(to: (stage.size(2), stage.size(3))))
      levels.insert(output[index](level), at: 0)
      coarser = level
    }
    return levels + [levels.last!.maxPool2d(1, stride: 2)]
  }
}

extension FeaturePyramid: Module {
  var parameters: [NamedTensor] {
    lateral.enumerated().flatMap { $1.parameters.prefixed("inner_blocks.\($0).0") }
      + output.enumerated().flatMap { $1.parameters.prefixed("layer_blocks.\($0).0") }
  }
}

/// A residual network under a feature pyramid.
struct Backbone {
  let body: ResNet
  let pyramid: FeaturePyramid

  init(_ configuration: Recipe.Detector.Backbone, width: Int, _ source: ParameterSource) {
    body = ResNet(configuration, source)
    pyramid = FeaturePyramid(inputs: body.outputWidths, width: width, source)
  }

  /// images: [N, 3, H, W], sides multiples of 32 → five levels at 1/4 to 1/64, finest first.
  func callAsFunction(_ images: Tensor, _ mode: Mode) -> [Tensor] { pyramid(body(images, mode)) }
}

extension Backbone: Module {
  var parameters: [NamedTensor] { body.parameters.prefixed("body") + pyramid.parameters.prefixed("fpn") }
  var buffers: [NamedTensor] { body.buffers.prefixed("body") }
}
