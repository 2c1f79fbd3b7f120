import Recipes
import Torch

/// A residual network (He et al. 2016) that yields its four stages' outputs, at 1/4 to 1/32 of the image.
struct ResNet {
  let stem: NormalisedConvolution
  let stages: [[ResidualBlock]]
  /// Channels of each stage's output.
  let outputWidths: [Int]

  init(_ configuration: Recipe.Detector.Backbone, _ source: ParameterSource) {
    stem = NormalisedConvolution(
      3, configuration.width, kernel: configuration.stem == .large ? 7 : 3, stride: 2,
      configuration, source)
    let widths = (0..<4).map { configuration.width << $0 }
    let outputs = widths.map { ResidualBlock.outputs(of: configuration.depth, width: $0) }
    let inputs = [configuration.width] + outputs.dropLast()
    stages = configuration.depth.blockCounts.enumerated().map { stage, count in
      (0..<count).map { block in
        ResidualBlock(
          block == 0 ? inputs[stage] : outputs[stage], width: widths[stage],
          stride: block == 0 && stage > 0 ? 2 : 1, configuration, source)
      }
    }
    outputWidths = outputs
    if configuration.frozenStages > 0 { stem.freeze() }
    for stage in stages.prefix(max(configuration.frozenStages - 1, 0)) { stage.forEach { $0.freeze() } }
  }

  /// images: [N, 3, H, W] → the stages' outputs, finest first.
  func callAsFunction(_ images: Tensor, _ mode: Mode) -> [Tensor] {
    var x = stem(images, .relu, mode).maxPool2d(3, stride: 2, padding: 1)
    return stages.map { blocks in
      for block in blocks { x = block(x, mode) }
      return x
    }
  }
}

extension ResNet: Module {
  private var namedBlocks: [(name: String, block: ResidualBlock)] {
    stages.enumerated().flatMap { stage, blocks in
      blocks.enumerated().map { ("layer\(stage + 1).\($0)", $1) }
    }
  }

  var parameters: [NamedTensor] {
    stem.parameters("conv1", "bn1") + namedBlocks.flatMap { $0.block.parameters.prefixed($0.name) }
  }

  var buffers: [NamedTensor] {
    stem.buffers("bn1") + namedBlocks.flatMap { $0.block.buffers.prefixed($0.name) }
  }
}
