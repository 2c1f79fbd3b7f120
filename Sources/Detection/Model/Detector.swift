import Losses
import Torch

/// A network that finds objects in images, and what it is trained by.
///
/// Parameters and buffers carry torchvision's names; where there are several stages of heads, a stage's number follows
/// `roi_heads`. Not Sendable: it belongs to the thread that computes with it.
public protocol Detector: AnyObject, Module {
  /// What it was built from.
  var configuration: DetectorConfiguration { get }

  /// The loss of region classes of each stage, with the prefix of its state's names.
  var classifications: [(prefix: String, loss: any ClassificationLoss)] { get }

  /// The losses of a batch, or of a part of one: normalisers, samples and means are those of the images given.
  ///
  /// - Parameters:
  ///   - targets: one value an image, in pixels of the batch's images; a box without area is left out.
  ///   - generator: decides which anchors and regions the losses look at.
  ///   - lap: told at the end of each phase, for whoever measures.
  func losses(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator,
    lap: (ForwardPhase) -> Void
  ) throws -> TrainingPass

  /// Has losses that remember regions collect those around a batch's objects, without training.
  func collectRegions(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) throws

  /// The objects found in each image, by falling score.
  ///
  /// - Parameter outputSizes: the size of each image that boxes and masks are scaled to, such as that of its file.
  func detections(_ batch: ImageBatch, outputSizes: [ImageSize]) throws -> [[Detection]]

  /// The objects found in each image, without masks, once for each of some shifts of the class logits: C numbers each, added
  /// before scores are computed. The network is gone through once.
  func detections(
    _ batch: ImageBatch, outputSizes: [ImageSize], shiftingLogitsBy shifts: [[Double]]
  ) throws -> [[[Detection]]]
}

extension Detector {
  /// The losses of a batch, or of a part of one, unmeasured.
  public func losses(
    _ batch: ImageBatch, _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) throws -> TrainingPass {
    try losses(batch, targets, using: &generator, lap: { _ in })
  }

  /// What must be saved for the losses' next values to be the same.
  public var lossState: [NamedTensor] {
    classifications.flatMap { stage in
      ((stage.loss as? any StatefulLoss)?.state ?? []).prefixed(by: stage.prefix)
    }
  }

  /// Takes up a saved state of the losses.
  public func restoreLossState(_ saved: [NamedTensor]) throws {
    for (prefix, loss) in classifications {
      guard let loss = loss as? any StatefulLoss else { continue }
      try loss.restore(
        saved.filter { $0.name.hasPrefix(prefix) }.map {
          (String($0.name.dropFirst(prefix.count)), $0.tensor)
        })
    }
  }
}

extension [NamedTensor] {
  fileprivate func prefixed(by prefix: String) -> [NamedTensor] { map { (prefix + $0.name, $0.tensor) } }
}

/// What a training pass does one after the other, stage by stage.
public enum ForwardPhase: String, Sendable, CaseIterable {
  case backbone
  case proposals
  case boxes
  case masks
}
