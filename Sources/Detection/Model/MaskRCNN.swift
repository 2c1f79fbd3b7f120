import Losses
import Torch

/// Mask R-CNN (He et al. 2017) on a residual network with a feature pyramid.
///
/// Parameters and buffers carry torchvision's names. Not Sendable: it belongs to the thread that computes with it.
public final class MaskRCNN {
  /// What it was built from.
  public let configuration: DetectorConfiguration
  /// The loss of region classes, which also turns logits into scores.
  public let classification: any ClassificationLoss
  let backbone: Backbone
  let proposals: ProposalNetwork
  let box: BoxHead
  let mask: MaskHead?
  let sampler: RegionSampler
  private var anchors: Anchors?

  /// A detector of random weights drawn from the generator.
  public init(
    _ configuration: DetectorConfiguration, classification: any ClassificationLoss, generator: Generator
  ) {
    self.configuration = configuration
    self.classification = classification
    backbone = Backbone(configuration.backbone, width: configuration.pyramidWidth, generator)
    proposals = ProposalNetwork(
      configuration.proposals, width: configuration.pyramidWidth,
      anchorsPerPosition: configuration.anchors.ratios.count, generator)
    box = BoxHead(
      configuration, columns: classification.columnCount, initialLogit: classification.initialLogit,
      coder: .regions, generator)
    mask = configuration.mask.map {
      MaskHead(
        $0, configuration.regions, inputs: configuration.pyramidWidth, classCount: configuration.classCount,
        generator)
    }
    sampler = RegionSampler(configuration.regions, classCount: configuration.classCount)
    for (name, tensor) in parameters where !configuration.trained.includes(name) {
      tensor.requiresGrad(false)
    }
  }

  /// The anchors of a batch, kept as long as its size stays.
  func anchors(of batch: ImageBatch, _ levels: [Tensor]) -> Anchors {
    let sizes = levels.map { ImageSize(height: $0.size(2), width: $0.size(3)) }
    if let anchors, anchors.grid.levelSizes == sizes, anchors.grid.imageSize == batch.paddedSize {
      return anchors
    }
    let made = Anchors(AnchorGrid(configuration.anchors, imageSize: batch.paddedSize, levelSizes: sizes))
    anchors = made
    return made
  }
}

extension TrainedPart {
  fileprivate func includes(_ parameter: String) -> Bool {
    switch self {
    case .all: true
    case .heads: !parameter.hasPrefix("backbone.") && !parameter.hasPrefix("roi_heads.box_head.")
    case .classifier: parameter.hasPrefix("roi_heads.box_predictor.cls_score.")
    }
  }

  /// Norms of a backbone that is not trained keep their statistics.
  var backboneMode: Mode { self == .all ? .training : .inference }
}

extension MaskRCNN: Module {
  /// What the optimiser changes; those of frozen parts want no gradient.
  public var parameters: [NamedTensor] {
    backbone.parameters.prefixed("backbone") + proposals.parameters.prefixed("rpn")
      + (box.parameters + (mask?.parameters ?? [])).prefixed("roi_heads")
  }

  /// Statistics of batch norms.
  public var buffers: [NamedTensor] { backbone.buffers.prefixed("backbone") }
}
