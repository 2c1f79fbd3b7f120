import Recipes
import Testing
import Torch

@testable import Detection

/// What weights of other libraries want of a backbone.
@Suite struct BackboneTests {
  private func backbone(_ overrides: String...) throws -> Recipe.Detector.Backbone {
    try Recipe(named: "demo").applying(
      overrides: ["detector.backbone=resnet-50", "detector.normalisation=batch"] + overrides
    ).detector.backbone
  }

  /// The block written out: which of the first two convolutions skips every other pixel.
  @Test(arguments: [("3x3", 1, 2), ("1x1", 2, 1)])
  func aBottleneckHalvesTheResolutionWhereItsWeightsWere(stride: String, first: Int, second: Int) throws {
    let block = try ResidualBlock(
      4, width: 3, stride: 2, backbone("detector.bottleneck_stride=\(stride)"),
      ParameterSource(seed: 1, device: .cpu))
    let x = Tensor.randn([1, 4, 7, 6], generator: Generator(seed: 2))
    let weights = block.convolutions.map(\.weight)
    let shortcut = try #require(block.downsample)
    try withTorchErrors {
      try withoutGradient {
        // Norms as they start: x / √(1 + ε).
        let scale = 1 / (1 + 1e-5).squareRoot()
        var y = (x.conv2d(weights[0], stride: first) * scale).relu()
        y = (y.conv2d(weights[1], stride: second, padding: 1) * scale).relu()
        y = y.conv2d(weights[2]) * scale + x.conv2d(shortcut.weight, stride: 2) * scale
        let found = block(x, .inference)
        #expect(found.shape == [1, 12, 4, 3])
        #expect(relativeError(found, y.relu()) < 1e-5)
      }
    }
  }

  /// (c − 1) / √(4 + ε) with ε = 5: thirds.
  @Test func theNormsEpsilonIsTheRecipes() throws {
    let layer = NormalisedConvolution(
      2, 3, kernel: 3, stride: 1, try backbone("detector.norm_epsilon=5"),
      ParameterSource(seed: 1, device: .cpu))
    guard case .batch(let norm) = layer.normalisation else {
      Issue.record("no batch norm")
      return
    }
    withoutGradient {
      norm.mean.copy_(from: Tensor(1))
      norm.variance.copy_(from: Tensor(4))
      let x = Tensor.randn([1, 2, 5, 6], generator: Generator(seed: 2))
      let expected = (x.conv2d(layer.weight, padding: 1) - 1) / 3.0
      #expect(relativeError(layer(x, .identity, .inference), expected) < 1e-5)
    }
  }

  @Test(arguments: [("rgb", [9, 18, 27]), ("bgr", [27, 18, 9])] as [(String, [Float])])
  func coloursComeInTheOrderOfTheWeights(order: String, expected: [Float]) throws {
    let normalisation = PixelNormalisation(
      mean: [1, 2, 3], deviation: [1, 1, 1], channels: try backbone("detector.channels=\(order)").channels)
    let batch = ImageBatch(
      pixels: [[10, 20, 30]], sizes: [ImageSize(height: 1, width: 1)], normalisation: normalisation,
      device: .cpu)
    #expect(batch.images.select(3, 0).select(2, 0).flatten().array(of: Float.self) == expected)
    #expect(batch.images.isChannelsLast)
  }
}
