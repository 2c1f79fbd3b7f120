import Torch

/// A box with class and score, in pixels of the network's images.
struct ScoredBox {
  let category: Int
  let score: Float
  let box: CornerBox
}

/// Chooses an image's detections among the boxes and class scores of its regions.
struct BoxSelection {
  let classCount: Int
  /// Whether each class has a box of its own.
  let isPerClass: Bool
  /// A detection's score lies above this.
  let scoreThreshold: Double
  /// Overlap above which the lower-scored box of a class is dropped.
  let suppressionThreshold: Double
  /// Detections of an image.
  let detectionLimit: Int
  /// Boxes of a smaller side are dropped.
  let smallestSide: Float

  init(_ configuration: DetectorConfiguration) {
    classCount = configuration.classCount
    isPerClass = configuration.network.family.stages.last?.deltas == .perClass
    scoreThreshold = configuration.selection.scoreThreshold
    suppressionThreshold = configuration.selection.suppressionThreshold
    detectionLimit = configuration.selection.maximumDetections
    smallestSide = Float(configuration.network.box.smallestSide)
  }

  /// The best boxes of an image after non-maximum suppression within each class.
  ///
  /// - Parameters:
  ///   - boxes: [R · K, 4], K = 1 or C sets of deltas a region.
  ///   - scores: [R, C].
  func callAsFunction(_ boxes: Tensor, _ scores: Tensor) -> [ScoredBox] {
    let flat = scores.flatten()
    let above = (flat .> scoreThreshold).nonzero().flatten()
    let (ranked, order) = flat.indexSelect(0, above).sort(dim: 0, descending: true, stable: true)
    let indices = above.indexSelect(0, order).array(of: Int.self)
    let values = ranked.array(of: Float.self)
    // Whether a box stays depends on better ones alone: a prefix that yields enough detections yields the right ones.
    var length = min(indices.count, 4096)
    while true {
      let kept = suppressed(Array(indices.prefix(length)), Array(values.prefix(length)), boxes)
      if kept.count >= detectionLimit || length == indices.count {
        return Array(kept.prefix(detectionLimit))
      }
      length = min(indices.count, 4 * length)
    }
  }

  private func suppressed(_ indices: [Int], _ scores: [Float], _ boxes: Tensor) -> [ScoredBox] {
    guard !indices.isEmpty else { return [] }
    let rows = indices.map { isPerClass ? $0 : $0 / classCount }
    let candidates = zip(
      boxes.indexSelect(0, Tensor(rows, device: boxes.device)).boxes(), zip(indices, scores)
    )
    .map { ScoredBox(category: $1.0 % classCount, score: $1.1, box: $0) }
    .filter { $0.box.width >= smallestSide && $0.box.height >= smallestSide }
    let kept = Tensor.batchedNMS(
      boxes: Tensor(candidates.map(\.box), device: .cpu),
      scores: Tensor(candidates.map(\.score), device: .cpu),
      classes: Tensor(candidates.map(\.category), device: .cpu), iou: suppressionThreshold)
    return kept.array(of: Int.self).map { candidates[$0] }
  }
}

extension RegionStage {
  /// The detections of each image, among regions that come image after image.
  ///
  /// - Parameters:
  ///   - features: of the regions, [R, hidden].
  ///   - logits: [R, columns].
  func detectedBoxes(
    _ regions: RegionBatch, _ features: Tensor, logits: Tensor, _ sizes: [ImageSize],
    _ selection: BoxSelection
  ) -> [[ScoredBox]] {
    let scores = classification.scores(logits: logits)
    let deltas = box.regression.ofEveryClass(features).to(.float32)
    let boxes = box.coder.decode(deltas, from: Tensor(regions.boxes, device: deltas.device).unsqueeze(1))
    var start = 0
    return sizes.indices.map { image in
      let count = regions.images.count { $0 == image }
      defer { start += count }
      return selection(
        boxes.narrow(0, start, count).flatten(from: 0, to: 1).unsqueeze(0).clipped(to: [sizes[image]])[0],
        scores.narrow(0, start, count))
    }
  }

  /// The detections of each image without masks, once for each shift of the class logits.
  func detections(
    _ regions: RegionBatch, _ features: Tensor, logits: Tensor, _ sizes: [ImageSize],
    _ outputSizes: [ImageSize], _ configuration: DetectorConfiguration, shiftingLogitsBy shifts: [[Double]]
  ) -> [[[Detection]]] {
    shifts.map { shift in
      let found = detectedBoxes(
        regions, features, logits: classification.shifted(logits, by: shift), sizes,
        BoxSelection(configuration))
      return configuration.laidOut(found, masks: nil, sizes, outputSizes)
    }
  }
}
