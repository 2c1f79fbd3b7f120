import Recipes
import Torch

/// Four convolutions on a pooled region, a deconvolution to 28 × 28, then the mask of the region's own class.
struct MaskHead {
  let configuration: Recipe.Detector.MaskHead
  let pooling: PyramidPooling
  let grid: MaskGrid
  let convolutions: [Convolution]
  /// [inputs, outputs, 2, 2].
  let deconvolutionWeight: Tensor
  let deconvolutionBias: Tensor
  let predictor: ClasswiseLinear

  /// Cells along each side of a predicted mask.
  static let side = 28

  init(
    _ configuration: Recipe.Detector.MaskHead, _ regions: Recipe.Detector.Regions, inputs: Int,
    classCount: Int,
    _ source: ParameterSource
  ) {
    self.configuration = configuration
    pooling = PyramidPooling(configuration: regions, side: Self.side / 2)
    grid = MaskGrid(side: Self.side, alignment: regions.alignment, target: configuration.target)
    let width = configuration.width
    convolutions = (0..<4).map {
      Convolution($0 == 0 ? inputs : width, width, kernel: 3, .he, source)
    }
    deconvolutionWeight = source.weight([width, width, 2, 2], .he)
    deconvolutionBias = source.bias(width)
    predictor = ClasswiseLinear(
      width, classCount: classCount, outputs: 1, configuration.predictor, .he, source)
  }

  /// Logits of each region's own class.
  ///
  /// - Parameters:
  ///   - pooled: [R, C, 14, 14].
  ///   - classes: of each region, 0 ..< C.
  /// - Returns: [R, 28, 28].
  func callAsFunction(pooled: Tensor, classes: [Int]) -> Tensor {
    predictor(features(pooled), ofClass: Tensor(classes, device: pooled.device))
      .reshape([classes.count, Self.side, Self.side])
  }

  /// What every class's mask is predicted from: [R, C, 14, 14] to [R, 28 · 28, width].
  private func features(_ pooled: Tensor) -> Tensor {
    convolutions.reduce(pooled) { $1($0, .relu) }
      .convTranspose2d(deconvolutionWeight, deconvolutionBias, stride: 2).relu_()
      .permute([0, 2, 3, 1]).flatten(from: 1, to: 2)
  }

  /// Mean binary cross entropy of the masks of those objects that have one.
  func loss(
    _ levels: [Tensor], _ sample: RegionSample, _ targets: [ImageTargets], _ batch: ImageBatch
  ) -> Tensor {
    let sample = sample.objects { targets[$0.image].masks[$0.index] != nil }
    let count = sample.objectCount
    guard count > 0 else { return Tensor(0, device: levels[0].device) }
    let objects = sample.regions.prefix(count)
    let logits = self(pooled: pooling(levels, objects), classes: Array(sample.labels.prefix(count)))
    return logits.bceWithLogits(aims(sample, targets, batch).uploaded(to: logits.device))
  }

  /// What the objects' masks are trained against, [P, 28, 28], on the CPU; each must have one.
  func aims(_ sample: RegionSample, _ targets: [ImageTargets], _ batch: ImageBatch) -> Tensor {
    let extents =
      switch configuration.beyondImage {
      case .zeros: batch.sizes.map { _ in batch.paddedSize }
      case .border: batch.sizes
      }
    let aims = zip(sample.targets, sample.regions.boxes).flatMap { target, box in
      targets[target.image].masks[target.index].map {
        grid($0, in: box, imageSize: extents[target.image])
      } ?? []
    }
    return Tensor(aims, shape: [sample.objectCount, Self.side, Self.side], device: .cpu)
  }

  /// Probabilities of each region's own class, side × side values a region.
  ///
  /// Boxes regressed for all classes together come once for each class found in them: their features are computed once.
  func probabilities(_ levels: [Tensor], _ regions: RegionBatch, classes: [Int]) -> [[Float]] {
    guard regions.count > 0 else { return [] }
    let (distinct, places) = regions.distinct()
    let device = levels[0].device
    let features = features(pooling(levels, distinct)).indexSelect(0, Tensor(places, device: device))
    let values = predictor(features, ofClass: Tensor(classes, device: device)).sigmoid().array(of: Float.self)
    let cells = Self.side * Self.side
    return (0..<regions.count).map { Array(values[$0 * cells..<($0 + 1) * cells]) }
  }
}

extension MaskHead {
  /// The mean of several heads' masks of each image's detections. One image at a time: the mask features of some hundred
  /// regions are large.
  static func masks(by heads: [MaskHead], _ levels: [Tensor], _ found: [[ScoredBox]]) -> [[[Float]]] {
    found.enumerated().map { image, found in
      let regions = RegionBatch(found.map(\.box), image: image)
      let masks = heads.map { $0.probabilities(levels, regions, classes: found.map(\.category)) }
      return masks.count == 1 ? masks[0] : found.indices.map { region in mean(masks.map { $0[region] }) }
    }
  }

  private static func mean(_ masks: [[Float]]) -> [Float] {
    masks[0].indices.map { cell in masks.reduce(0) { $0 + $1[cell] } / Float(masks.count) }
  }
}

extension MaskHead: Module {
  var parameters: [NamedTensor] {
    convolutions.enumerated().flatMap { $1.parameters.prefixed("mask_head.\($0).0") }
      + [
        ("mask_predictor.conv5_mask.weight", deconvolutionWeight),
        ("mask_predictor.conv5_mask.bias", deconvolutionBias),
      ] + predictor.parameters.prefixed("mask_predictor.mask_fcn_logits")
  }
}
