import Losses
import Torch

/// Mask R-CNN (He et al. 2017) on a residual network with a feature pyramid; with several stages Cascade Mask R-CNN (Cai
/// & Vasconcelos 2018).
///
/// Parameters and buffers carry torchvision's names; where there are several stages, a stage's number follows `roi_heads`. Not Sendable: it belongs to the thread that computes with it.
public final class MaskRCNN {
  /// What it was built from.
  public let configuration: DetectorConfiguration
  let backbone: Backbone
  let proposals: ProposalNetwork
  let stages: [RegionStage]
  private var anchors: Anchors?

  /// A detector of random weights drawn from the generator.
  ///
  /// - Parameter classification: makes the loss of region classes, one for each stage.
  public init(
    _ configuration: DetectorConfiguration, classification: () -> any ClassificationLoss,
    generator: Generator
  ) {
    precondition(!configuration.stages.isEmpty, "a detector has a stage")
    self.configuration = configuration
    backbone = Backbone(configuration.backbone, width: configuration.pyramidWidth, generator)
    proposals = ProposalNetwork(
      configuration.proposals, width: configuration.pyramidWidth,
      anchorsPerPosition: configuration.anchors.ratios.count, generator)
    stages = configuration.stages.map {
      RegionStage($0, of: configuration, classification: classification(), generator)
    }
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
    case .heads: !parameter.hasPrefix("backbone.") && !parameter.contains(".box_head.")
    case .classifier: parameter.contains(".box_predictor.cls_score.")
    }
  }

  /// Norms of a backbone that is not trained keep their statistics.
  var backboneMode: Mode { self == .all ? .training : .inference }
}

extension MaskRCNN: Module {
  /// What the optimiser changes; those of frozen parts want no gradient.
  public var parameters: [NamedTensor] {
    backbone.parameters.prefixed("backbone") + proposals.parameters.prefixed("rpn")
      + ofStages(\.parameters).prefixed("roi_heads")
  }

  /// Statistics of batch norms.
  public var buffers: [NamedTensor] { backbone.buffers.prefixed("backbone") }

  /// The tensors of every stage, under its number where there are several.
  private func ofStages(_ tensors: (RegionStage) -> [NamedTensor]) -> [NamedTensor] {
    guard stages.count > 1 else { return tensors(stages[0]) }
    return stages.enumerated().flatMap { tensors($1).prefixed("\($0)") }
  }
}

// MARK: - The losses of region classes

extension MaskRCNN {
  /// The loss of region classes of each stage.
  public var classifications: [any ClassificationLoss] { stages.map(\.classification) }

  /// What must be saved for the losses' next values to be the same.
  public var lossState: [NamedTensor] { ofStages(\.classification.state) }

  /// Takes up a saved state of the losses.
  public func restoreLossState(_ saved: [NamedTensor]) throws {
    for (index, stage) in stages.enumerated() {
      let prefix = stages.count > 1 ? "\(index)." : ""
      try stage.classification.restore(
        saved.filter { $0.name.hasPrefix(prefix) }.map {
          (String($0.name.dropFirst(prefix.count)), $0.tensor)
        })
    }
  }
}
