import Annotations

/// IoU of the detections of one image with its truths, of the pairs that were measured; 0 of the others, and of those
/// whose boxes show that they stay below the least overlap that matters.
struct OverlapTable {
  private var values: [Double]
  private let columns: Int
  private let least: Double
  private var runs: [UInt32] = []
  private var truthMasks: [MeasuredMask] = []

  /// A mask among `runs`.
  private struct MeasuredMask {
    let runs: Range<Int>
    let area: Int
    let box: Box
  }

  init(detections: Int, truths: Int, least: Double) {
    values = Array(repeating: 0, count: detections * truths)
    columns = truths
    self.least = least
  }

  /// The overlap of the detection and the truth at these places in the image.
  subscript(detection: Int, truth: Int) -> Double { values[detection * columns + truth] }

  /// Measures boxes; a detection and a truth come with their place in the image.
  mutating func measure(
    _ detections: some Sequence<(place: Int, box: Box)>, truths: some Collection<(box: Box, isCrowd: Bool)>,
    firstTruth: Int
  ) {
    for (place, box) in detections {
      var cell = place * columns + firstTruth
      for truth in truths {
        values[cell] = box.overlap(with: truth.box, isCrowd: truth.isCrowd)
        cell += 1
      }
    }
  }

  /// Measures masks; detections and truths are named by their index in their source, detections come with their place.
  mutating func measure(
    _ detections: some Sequence<(place: Int, index: Int)>, of detected: any MaskSource,
    truths: ArraySlice<Int>,
    of truthSource: any MaskSource, firstTruth: Int, height: Int, crowds: (Int) -> Bool
  ) throws {
    runs.removeAll(keepingCapacity: true)
    truthMasks.removeAll(keepingCapacity: true)
    for truth in truths { truthMasks.append(try append(truth, of: truthSource, height: height)) }
    let endOfTruths = runs.count
    let isCrowd = truths.map(crowds)
    for (place, index) in detections {
      let mask = try append(index, of: detected, height: height)
      let cell = place * columns + firstTruth
      for column in truthMasks.indices {
        values[cell + column] = overlap(of: mask, with: truthMasks[column], isCrowd: isCrowd[column])
      }
      runs.removeSubrange(endOfTruths...)
    }
  }

  private mutating func append(_ index: Int, of source: any MaskSource, height: Int) throws -> MeasuredMask {
    let start = runs.count
    try source.appendRuns(of: index, to: &runs)
    let range = start..<runs.count
    return runs.withUnsafeBufferPointer {
      let runs = $0.extracting(range)
      return MeasuredMask(
        runs: range, area: RunLengthMask.area(of: runs), box: RunLengthMask.box(of: runs, height: height))
    }
  }

  private func overlap(of mask: MeasuredMask, with truth: MeasuredMask, isCrowd: Bool) -> Double {
    func share(_ intersection: Int) -> Double {
      intersection > 0
        ? Double(intersection) / Double(isCrowd ? mask.area : mask.area + truth.area - intersection) : 0
    }
    let most = min(Int(mask.box.sharedArea(with: truth.box)), mask.area, truth.area)
    guard share(most) >= least else { return 0 }
    return share(
      runs.withUnsafeBufferPointer {
        RunLengthMask.intersectionArea($0.extracting(mask.runs), $0.extracting(truth.runs))
      })
  }
}

extension Box {
  fileprivate func sharedArea(with other: Box) -> Double {
    let sharedWidth = min(maxX, other.maxX) - max(x, other.x)
    let sharedHeight = min(maxY, other.maxY) - max(y, other.y)
    return sharedWidth > 0 && sharedHeight > 0 ? sharedWidth * sharedHeight : 0
  }

  /// Intersection over union with a truth's box, over this box alone for a crowd.
  fileprivate func overlap(with truth: Box, isCrowd: Bool) -> Double {
    let intersection = sharedArea(with: truth)
    guard intersection > 0 else { return 0 }
    return intersection / (isCrowd ? area : area + truth.area - intersection)
  }
}
