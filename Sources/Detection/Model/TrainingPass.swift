import Torch

/// A part that a detector's loss is the sum of, by the name of its metric; each detector has its own.
public struct LossPart: Sendable, Hashable {
  /// The metric's name, as in logs of mmdetection.
  public let name: String

  /// A part of this name.
  public init(_ name: String) { self.name = name }

  /// Whether an anchor holds an object.
  public static let objectness = LossPart("loss_rpn_cls")
  /// Boxes of proposals.
  public static let proposalBox = LossPart("loss_rpn_bbox")
  /// Classes of regions.
  public static let classification = LossPart("loss_cls")
  /// Boxes of regions.
  public static let box = LossPart("loss_bbox")
  /// Masks of regions.
  public static let mask = LossPart("loss_mask")
}

/// What one pass over a training batch, or a part of one, gives.
public struct TrainingPass {
  /// Each part of the loss, a scalar, weighted.
  public let losses: [LossPart: Tensor]
  /// Class logits of the regions that the first stage sampled, [B, C], outside of the autograd graph.
  public let regionLogits: Tensor
  /// Class of each of these regions, 0 ..< C; background is C.
  public let regionLabels: [Int]

  /// The sum of all parts, to be differentiated.
  public var total: Tensor {
    let parts = losses.sorted { $0.key.name < $1.key.name }.map(\.value)
    return parts.dropFirst().reduce(parts.first ?? .undefined, +)
  }
}

extension ImageTargets {
  /// The objects whose boxes have an area, as deltas are relative to it.
  func withoutEmptyBoxes() -> ImageTargets {
    let kept = boxes.indices.filter { boxes[$0].width > 0 && boxes[$0].height > 0 }
    guard kept.count < boxes.count else { return self }
    var targets = ImageTargets(
      boxes: kept.map { boxes[$0] }, classes: kept.map { classes[$0] },
      masks: masks.isEmpty ? [] : kept.map { masks[$0] })
    targets.impliedClasses = impliedClasses.isEmpty ? [] : kept.map { impliedClasses[$0] }
    (targets.groups, targets.absentClasses) = (groups, absentClasses)
    return targets
  }
}
