import Recipes
import Torch

/// Region proposal network (Ren et al. 2015): finds boxes that hold an object of whatever class.
struct ProposalNetwork {
  let configuration: Recipe.Detector.Proposals
  let coder: BoxCoder
  let head: ProposalHead

  init(_ detector: Recipe.Detector, _ source: ParameterSource) {
    configuration = detector.proposals
    coder = BoxCoder(anchorsOf: detector)
    head = ProposalHead(
      width: detector.pyramidWidth, anchorsPerPosition: detector.anchors.ratios.count, source)
  }

  /// The best boxes of each image, clipped to it, by falling objectness. No gradient flows through them.
  func proposals(_ levels: [Tensor], anchors: Anchors, sizes: [ImageSize], _ mode: Mode) -> [[CornerBox]] {
    withoutGradient {
      let limits = mode == .training ? configuration.training : configuration.inference
      let candidates = levels.enumerated().map { index, level in
        best(limits.perLevel, of: head(level), anchors: anchors.levels[index])
      }
      let boxes = Tensor.concatenate(candidates.map(\.boxes), dim: 1).clipped(to: sizes)
      let scores = Tensor.concatenate(candidates.map(\.scores), dim: 1)
      let counts = candidates.map { $0.scores.size(1) }
      return suppressed(boxes, scores, levelCounts: counts, limit: limits.perImage)
    }
  }

  /// A level's anchors of highest objectness, moved by their deltas: boxes [N, k, 4] and logits [N, k].
  private func best(
    _ limit: Int, of outputs: (objectness: Tensor, deltas: Tensor), anchors: Tensor
  ) -> (boxes: Tensor, scores: Tensor) {
    let objectness = outputs.objectness.permute([0, 2, 3, 1]).flatten(from: 1)
    let images = objectness.size(0)
    let count = min(limit, objectness.size(1))
    let (scores, indices) = objectness.to(.float32).topK(count, dim: 1)
    let deltas = outputs.deltas.permute([0, 2, 3, 1]).reshape([images, -1, 4])
      .gather(1, indices.unsqueeze(-1).expand([images, count, 4]))
    let references = anchors.indexSelect(0, indices.flatten()).reshape([images, count, 4])
    return (coder.decode(deltas.to(.float32), from: references), scores)
  }

  /// Non-maximum suppression within each level of each image; then the best of each image.
  private func suppressed(
    _ boxes: Tensor, _ scores: Tensor, levelCounts: [Int], limit: Int
  ) -> [[CornerBox]] {
    let perImage = levelCounts.reduce(0, +)
    let levels = levelCounts.enumerated().flatMap { Array(repeating: $0, count: $1) }
    let images = boxes.size(0)
    let groups = (0..<images).flatMap { image in levels.map { image * levelCounts.count + $0 } }
    // One copy for the host, which goes on with boxes as values.
    let scored = Tensor.concatenate(
      [boxes.flatten(from: 0, to: 1), scores.flatten().unsqueeze(1)], dim: 1
    ).to(.cpu)
    let flat = scored.narrow(1, 0, 4)
    let kept = Tensor.batchedNMS(
      boxes: flat, scores: scored.select(1, 4), classes: Tensor(groups, device: .cpu),
      iou: configuration.suppressionThreshold)
    let smallestSide = Float(configuration.smallestSide)
    var proposals = [[CornerBox]](repeating: [], count: images)
    for (index, box) in zip(kept.array(of: Int.self), flat.indexSelect(0, kept).boxes()) {
      let image = index / perImage
      // Comparisons are false for NaN: a box that training has blown up is dropped like an empty one.
      guard proposals[image].count < limit, box.width > 0, box.height > 0, box.width >= smallestSide,
        box.height >= smallestSide
      else { continue }
      proposals[image].append(box)
    }
    return proposals
  }
}

extension ProposalNetwork: Module {
  var parameters: [NamedTensor] { head.parameters.prefixed("head") }
}

/// The anchors of a batch, as values and as tensors.
struct Anchors {
  let grid: AnchorGrid
  /// [A, 4] of each level.
  let levels: [Tensor]

  init(_ grid: AnchorGrid, device: Device) {
    self.grid = grid
    levels = grid.levelSizes.indices.map {
      Tensor(Array(grid.boxes[grid.levelStarts[$0]..<grid.levelStarts[$0 + 1]]), device: device)
    }
  }
}

extension Tensor {
  /// Boxes [N, k, 4] cut off at the edges of their images.
  func clipped(to sizes: [ImageSize]) -> Tensor {
    let edges = sizes.flatMap { [Float($0.width), Float($0.height), Float($0.width), Float($0.height)] }
    return clamp(min: 0).minimum(Tensor(edges, shape: [sizes.count, 1, 4], device: device))
  }
}
