import Foundation
import Recipes
import Torch

/// Boxes as shifts and log scales against reference boxes (Girshick 2014), in units of their standard deviation.
struct BoxCoder: Sendable, Equatable {
  /// Standard deviation of centre shifts, relative to the reference's size.
  let shiftDeviation: Float
  /// Standard deviation of log scales.
  let scaleDeviation: Float

  /// Whether boxes that shrink are limited too.
  let limit: Recipe.Detector.BoxHead.DeltaLimit

  /// Of proposals, which start from anchors.
  init(anchorsOf detector: Recipe.Detector) {
    (shiftDeviation, scaleDeviation, limit) = (1, 1, detector.box.deltaLimit)
  }

  /// Of a stage's boxes, which start from regions.
  init(_ stage: Recipe.Detector.Stage, of detector: Recipe.Detector) {
    shiftDeviation = Float(stage.shiftDeviation)
    scaleDeviation = Float(stage.scaleDeviation)
    limit = detector.box.deltaLimit
  }

  /// No box grows by more than 1000/16 in one step.
  static let largestLogScale = log(1000.0 / 16)

  /// The deltas (dx, dy, dw, dh) that lead from the reference to the box.
  func encode(_ box: CornerBox, from reference: CornerBox) -> [Float] {
    let dx = (box.x1 + 0.5 * box.width - reference.x1 - 0.5 * reference.width) / reference.width
    let dy = (box.y1 + 0.5 * box.height - reference.y1 - 0.5 * reference.height) / reference.height
    return [
      dx / shiftDeviation, dy / shiftDeviation, log(box.width / reference.width) / scaleDeviation,
      log(box.height / reference.height) / scaleDeviation,
    ]
  }

  /// The boxes that deltas lead to.
  ///
  /// - Parameters:
  ///   - deltas: [..., 4].
  ///   - references: [..., 4], corners in pixels, of a shape that spreads over the deltas'.
  /// - Returns: corners, of the deltas' shape.
  func decode(_ deltas: Tensor, from references: Tensor) -> Tensor {
    let corners = references.narrow(-1, 0, 2)
    let size = references.narrow(-1, 2, 2) - corners
    let centre = deltas.narrow(-1, 0, 2) * Double(shiftDeviation) * size + corners + 0.5 * size
    let scale = limited(deltas.narrow(-1, 2, 2) * Double(scaleDeviation))
    let half = 0.5 * scale.exp() * size
    return Tensor.concatenate([centre - half, centre + half], dim: -1)
  }

  private func limited(_ logScale: Tensor) -> Tensor {
    switch limit {
    case .both: logScale.clamp(min: -Self.largestLogScale, max: Self.largestLogScale)
    case .growth: logScale.clamp(max: Self.largestLogScale)
    }
  }
}
