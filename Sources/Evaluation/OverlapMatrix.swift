import Annotations

/// IoU of each detection with each truth of one class in one image.
struct OverlapMatrix {
  private var values: [Double] = []
  private var columns = 0
  private var runs: [UInt32] = []
  private var truthMasks: [(runs: Range<Int>, area: Int)] = []

  /// The overlap of the detection and the truth at these places.
  subscript(detection: Int, truth: Int) -> Double { values[detection * columns + truth] }

  /// Measures boxes.
  mutating func measure(
    _ detections: some Collection<DetectedInstance>, truths: some Collection<(box: Box, isCrowd: Bool)>
  ) {
    columns = truths.count
    values.removeAll(keepingCapacity: true)
    for detection in detections {
      for truth in truths { values.append(detection.box.overlap(with: truth.box, isCrowd: truth.isCrowd)) }
    }
  }

  /// Measures masks of one image; detections are named by their index in their source.
  mutating func measure(
    _ detections: some Collection<Int>, of detected: any MaskSource, truths: ArraySlice<Int>,
    of truthSource: any MaskSource, crowds: (Int) -> Bool
  ) throws {
    columns = truths.count
    values.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    truthMasks = try truths.map { try append($0, of: truthSource) }
    let endOfTruths = runs.count
    for detection in detections {
      let mask = try append(detection, of: detected)
      for (truth, instance) in zip(truthMasks, truths) {
        values.append(overlap(of: mask, with: truth, isCrowd: crowds(instance)))
      }
      runs.removeSubrange(endOfTruths...)
    }
  }

  private mutating func append(_ index: Int, of source: any MaskSource) throws -> (
    runs: Range<Int>, area: Int
  ) {
    let start = runs.count
    try source.appendRuns(of: index, to: &runs)
    let range = start..<runs.count
    return (range, runs.withUnsafeBufferPointer { RunLengthMask.area(of: $0.extracting(range)) })
  }

  private func overlap(
    of mask: (runs: Range<Int>, area: Int), with truth: (runs: Range<Int>, area: Int), isCrowd: Bool
  ) -> Double {
    let intersection = runs.withUnsafeBufferPointer {
      RunLengthMask.intersectionArea($0.extracting(mask.runs), $0.extracting(truth.runs))
    }
    guard intersection > 0 else { return 0 }
    return Double(intersection) / Double(isCrowd ? mask.area : mask.area + truth.area - intersection)
  }
}

extension Box {
  /// Intersection over union with a truth's box, over this box alone for a crowd.
  fileprivate func overlap(with truth: Box, isCrowd: Bool) -> Double {
    let sharedWidth = min(maxX, truth.maxX) - max(x, truth.x)
    let sharedHeight = min(maxY, truth.maxY) - max(y, truth.y)
    guard sharedWidth > 0, sharedHeight > 0 else { return 0 }
    let intersection = sharedWidth * sharedHeight
    return intersection / (isCrowd ? area : area + truth.area - intersection)
  }
}
