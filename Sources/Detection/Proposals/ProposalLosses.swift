import Torch

extension ProposalNetwork {
  /// Losses of objectness and deltas over a sample of each image's anchors.
  ///
  /// The head runs over whole levels only for the proposals, without a record for gradients: the loss sees a few
  /// hundred anchors, and computes the head anew on their 3×3 neighbourhoods. Values and gradients are the same,
  /// at a hundredth of a dense backward pass.
  ///
  /// - Parameter samples: of each image.
  func losses(_ levels: [Tensor], anchors: AnchorGrid, _ samples: [AnchorSample]) -> [LossPart: Tensor] {
    // Objects of all images come first.
    let objects = samples.enumerated().flatMap { image, sample in sample.objects.map { (image, $0) } }
    let background = samples.enumerated().flatMap { image, sample in sample.background.map { (image, $0) } }
    let anchorsSeen = objects + background
    let device = levels[0].device
    guard !anchorsSeen.isEmpty else {
      return [.objectness: Tensor(0, device: device), .proposalBox: Tensor(0, device: device)]
    }
    let positions = anchorsSeen.map { anchors.position(of: $0.1) }
    let outputs = head.atPositions(
      levels.neighbourhoods(of: positions, images: anchorsSeen.map(\.0), levelSizes: anchors.levelSizes))
    let shapes = Tensor(positions.map(\.shape), device: device)
    let logits = outputs.objectness.gather(1, shapes.unsqueeze(1)).squeeze(1)
    let labels = anchorsSeen.indices.map { Float($0 < objects.count ? 1 : 0) }
    let aims = samples.flatMap { sample in
      zip(sample.objects, sample.targets).flatMap { coder.encode($1, from: anchors.boxes[$0]) }
    }
    let rows = Tensor.arange(objects.count, device: device)
    let deltas = outputs.deltas[rows, shapes.narrow(0, 0, objects.count)]
    return [
      .objectness: logits.bceWithLogits(Tensor(labels, device: device)),
      .proposalBox: deltas.smoothL1(
        Tensor(aims, shape: [objects.count, 4], device: device), beta: configuration.lossBeta, reduction: .sum
      )
        / Double(anchorsSeen.count),
    ]
  }

  /// Draws the anchors of an image that the losses look at.
  func sample(
    _ anchors: AnchorGrid, _ targets: ImageTargets, imageSize: ImageSize,
    using generator: inout SamplingGenerator
  ) -> AnchorSample {
    let sampler = BalancedSampler(count: configuration.sampleCount, objectShare: configuration.objectShare)
    let matches = matches(anchors, targets, imageSize: imageSize)
    return AnchorSample(sampler(matches, using: &generator), matches, targets)
  }

  /// What each anchor stands for in an image.
  func matches(_ anchors: AnchorGrid, _ targets: ImageTargets, imageSize: ImageSize) -> [Match] {
    Matcher(rules: configuration.matching)(
      anchors.boxes, targets: targets.boxes, attendance: anchors.attendance(imageSize: imageSize)
    ).sparing(targets.groups, anchors.boxes)
  }
}

/// The anchors of an image that the losses look at.
struct AnchorSample {
  let objects: [Int]
  /// The box that each object stands for.
  let targets: [CornerBox]
  let background: [Int]

  init(_ sample: BalancedSampler.Sample, _ matches: [Match], _ targets: ImageTargets) {
    objects = sample.objects
    self.targets = sample.objects.map { targets.boxes[matches[$0].target!] }
    background = sample.background
  }
}

extension Match {
  /// The target's index, where there is one.
  var target: Int? {
    if case .target(let index) = self { index } else { nil }
  }
}

extension [Tensor] {
  /// The 3×3 neighbourhoods of positions on pyramid levels, [P, C, 3, 3], with zeros beyond the maps.
  ///
  /// RoIAlign with one sample at each pixel's centre copies pixels; it repeats the border, which zeros must cover.
  fileprivate func neighbourhoods(
    of positions: [AnchorGrid.Position], images: [Int], levelSizes: [ImageSize]
  ) -> Tensor {
    let boxes = positions.map {
      CornerBox(
        x1: Float($0.column - 1), y1: Float($0.row - 1), x2: Float($0.column + 2), y2: Float($0.row + 2))
    }
    let pooling = RegionPooling(size: (3, 3), samplingRatio: 1, aligned: true)
    let device = self[0].device
    let copies = pooling(
      levels: self, scales: map { _ in 1 }, boxes: Tensor(boxes, device: device),
      images: Tensor(images, device: device), assignment: Tensor(positions.map(\.level), device: device))
    let inside = positions.flatMap { position in
      let size = levelSizes[position.level]
      return (-1...1).flatMap { dy in
        (-1...1).map { dx in
          let row = position.row + dy
          let column = position.column + dx
          return Float((0..<size.height).contains(row) && (0..<size.width).contains(column) ? 1 : 0)
        }
      }
    }
    return copies * Tensor(inside, shape: [positions.count, 1, 3, 3], device: device).to(copies.dtype)
  }
}
