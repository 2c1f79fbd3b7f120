import Annotations
import Torch

extension MaskRCNN {
  /// The objects found in each image, by falling score.
  ///
  /// - Parameter outputSizes: the size of each image that boxes and masks are scaled to, such as that of its file.
  public func detections(_ batch: ImageBatch, outputSizes: [ImageSize]) throws -> [[Detection]] {
    precondition(outputSizes.count == batch.count, "one output size for each image")
    return try withTorchErrors {
      withoutGradient {
        let levels = backbone(batch.images, .inference)
        let anchors = anchors(of: batch, levels)
        let boxes = proposals.proposals(levels, anchors: anchors, sizes: batch.sizes, .inference)
        let found = detectedBoxes(levels, RegionBatch(boxes), batch.sizes)
        let masks = masks(levels, found)
        return found.indices.map { image in
          laidOut(found[image], masks?[image], from: batch.sizes[image], to: outputSizes[image])
        }
      }
    }
  }

  /// Boxes with class and score, in pixels of the network's images.
  struct ScoredBox {
    let category: Int
    let score: Float
    let box: CornerBox
  }

  private func detectedBoxes(
    _ levels: [Tensor], _ proposals: RegionBatch, _ sizes: [ImageSize]
  ) -> [[ScoredBox]] {
    guard proposals.count > 0 else { return sizes.map { _ in [] } }
    let (regions, features, logits) = passed(levels, proposals, sizes)
    let last = stages[stages.count - 1]
    let scores = last.classification.scores(logits: logits)
    let deltas = last.box.regression.ofEveryClass(features).to(.float32)
    let boxes = last.box.coder.decode(deltas, from: Tensor(regions.boxes).unsqueeze(1))
    var start = 0
    return sizes.indices.map { image in
      let count = regions.images.count { $0 == image }
      defer { start += count }
      return selected(
        boxes.narrow(0, start, count).flatten(from: 0, to: 1).unsqueeze(0).clipped(to: [sizes[image]])[0],
        scores.narrow(0, start, count))
    }
  }

  /// The regions that the last stage looks at, their features there, and their logits, the mean of all stages'.
  private func passed(
    _ levels: [Tensor], _ proposals: RegionBatch, _ sizes: [ImageSize]
  ) -> (regions: RegionBatch, features: Tensor, logits: Tensor) {
    var regions = proposals
    var features = stages[0].box.features(levels, regions)
    var logits = stages[0].box.classifier(features).to(.float32)
    for (stage, next) in zip(stages, stages.dropFirst()) {
      regions.boxes = stage.box.moved(regions, features, in: sizes)
      features = next.box.features(levels, regions)
      logits = logits + next.box.classifier(features).to(.float32)
    }
    return (regions, features, stages.count > 1 ? logits / Double(stages.count) : logits)
  }

  /// The best boxes of an image after non-maximum suppression within each class.
  ///
  /// - Parameters:
  ///   - boxes: [R · K, 4], K = 1 or C sets of deltas a region.
  ///   - scores: [R, C].
  private func selected(_ boxes: Tensor, _ scores: Tensor) -> [ScoredBox] {
    let inference = configuration.inference
    let flat = scores.flatten()
    let above = (flat .> Double(inference.scoreThreshold)).nonzero().flatten()
    let (ranked, order) = flat.indexSelect(0, above).sort(dim: 0, descending: true, stable: true)
    let indices = above.indexSelect(0, order).array(of: Int.self)
    let values = ranked.array(of: Float.self)
    // Whether a box stays depends on better ones alone: a prefix that yields enough detections yields the right ones.
    var length = min(indices.count, 4096)
    while true {
      let kept = suppressed(Array(indices.prefix(length)), Array(values.prefix(length)), boxes)
      if kept.count >= inference.detectionLimit || length == indices.count {
        return Array(kept.prefix(inference.detectionLimit))
      }
      length = min(indices.count, 4 * length)
    }
  }

  private func suppressed(_ indices: [Int], _ scores: [Float], _ boxes: Tensor) -> [ScoredBox] {
    guard !indices.isEmpty else { return [] }
    let classCount = configuration.classCount
    let head = stages[stages.count - 1].box
    let perRegion = head.regression.classCount
    let rows = indices.map { $0 / classCount * perRegion + head.regressionIndex($0 % classCount) }
    let candidates = zip(boxes.indexSelect(0, Tensor(rows)).boxes(), zip(indices, scores))
      .map { ScoredBox(category: $1.0 % classCount, score: $1.1, box: $0) }
      .filter { $0.box.width >= 1e-2 && $0.box.height >= 1e-2 }
    let kept = Tensor.batchedNMS(
      boxes: Tensor(candidates.map(\.box)), scores: Tensor(candidates.map(\.score)),
      classes: Tensor(candidates.map(\.category)), iou: configuration.inference.suppressionThreshold)
    return kept.array(of: Int.self).map { candidates[$0] }
  }

  /// The mean of the stages' masks. One image at a time: the mask features of some hundred regions are large.
  private func masks(_ levels: [Tensor], _ found: [[ScoredBox]]) -> [[[Float]]]? {
    let heads = stages.compactMap(\.mask)
    guard !heads.isEmpty else { return nil }
    return found.enumerated().map { image, found in
      let regions = RegionBatch(found.map(\.box), image: image)
      let masks = heads.map { $0.probabilities(levels, regions, classes: found.map(\.category)) }
      return masks.count == 1 ? masks[0] : found.indices.map { region in Self.mean(masks.map { $0[region] }) }
    }
  }

  private static func mean(_ masks: [[Float]]) -> [Float] {
    masks[0].indices.map { cell in masks.reduce(0) { $0 + $1[cell] } / Float(masks.count) }
  }

  private func laidOut(
    _ boxes: [ScoredBox], _ masks: [[Float]]?, from size: ImageSize, to output: ImageSize
  ) -> [Detection] {
    let pasting = MaskPasting(side: MaskHead.side, mode: configuration.inference.pasting)
    let scaleX = Float(output.width) / Float(size.width)
    let scaleY = Float(output.height) / Float(size.height)
    return boxes.indices.map { index in
      let found = boxes[index]
      let box = CornerBox(
        x1: found.box.x1 * scaleX, y1: found.box.y1 * scaleY, x2: found.box.x2 * scaleX,
        y2: found.box.y2 * scaleY)
      let mask = masks.map { RunLengthMask(pasting($0[index], in: box, imageSize: output), in: output) }
      return Detection(category: found.category, score: found.score, box: box, mask: mask)
    }
  }
}
