import Losses
import Torch

extension RegionStage {
  /// Where the loss remembers regions: those it recalls, drawn before the micro-batch's own are collected.
  func recalledRegions(
    _ levels: [Tensor], _ targets: [ImageTargets], _ sizes: [ImageSize],
    _ generator: inout SamplingGenerator
  ) -> FeatureMemory.Regions? {
    guard let loss = classification as? any RegionRecalling else { return nil }
    let recalled = loss.recalled(seed: generator.next())
    collectRegions(levels, targets, sizes, for: loss.memory, &generator)
    return recalled
  }

  /// Has boxes around a micro-batch's ground truths remembered once the step is over.
  func collectRegions(
    _ levels: [Tensor], _ targets: [ImageTargets], _ sizes: [ImageSize], for memory: FeatureMemory,
    _ generator: inout SamplingGenerator
  ) {
    var regions = RegionBatch([])
    var (labels, aims): ([Int], [Float]) = ([], [])
    for (image, targets) in targets.enumerated() {
      for (truth, label) in zip(targets.boxes, targets.classes) {
        for box in truth.shaken(within: sizes[image], using: &generator) {
          regions.append(box, image: image)
          labels.append(label)
          aims += self.box.coder.encode(truth, from: box)
        }
      }
    }
    guard !labels.isEmpty else { return }
    memory.collect(
      FeatureMemory.Regions(
        features: withoutGradient { box.pooling(levels, regions) },
        aims: Tensor(aims, shape: [labels.count, 4], device: levels[0].device), labels: labels))
  }
}

extension CornerBox {
  /// Sixteen boxes around this one, one for each way of moving its four edges in or out, each edge by up to 1/6 of the
  /// size (LOCE, section 3.3).
  func shaken(within image: ImageSize, using generator: inout SamplingGenerator) -> [CornerBox] {
    (0..<16).map { directions in
      func shift(_ edge: Int, _ size: Float) -> Float {
        let distance = Float.random(in: 0..<1, using: &generator) * size / 6
        return directions >> edge & 1 == 1 ? distance : -distance
      }
      let (right, bottom) = (Float(image.width), Float(image.height))
      return CornerBox(
        x1: max(x1 + shift(0, width), 0), y1: max(y1 + shift(1, height), 0),
        x2: min(x2 + shift(2, width), right), y2: min(y2 + shift(3, height), bottom))
    }
  }
}
