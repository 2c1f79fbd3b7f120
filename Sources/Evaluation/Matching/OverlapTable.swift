import Annotations

/// IoU of the detections of one image with its truths, of the pairs that were measured; 0 of the others, and of those
/// whose boxes show that they stay below the least overlap that matters.
struct OverlapTable {
  private var values: [Double]
  private let columns: Int
  private let least: Double
  private var runs: [UInt32] = []
  /// By column; nil where none was read.
  private var truthMasks: [MeasuredMask?] = []
  /// Runs before it are of truths.
  private var endOfTruths = 0
  /// The image's height where boxes around masks are worth their time.
  private var heightForBoxes: Int?

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

  /// Reads the masks of truths that others will be measured with, named by their index in their source.
  ///
  /// - Parameter atOnce: with how many of them a detection is measured at most.
  mutating func readTruths(
    _ truths: [Int], columns: [Int], atOnce: Int, of source: any MaskSource, height: Int
  ) throws {
    heightForBoxes = atOnce > Self.manyTruths ? height : nil
    var (masks, read) = ([MeasuredMask?](repeating: nil, count: self.columns), [UInt32]())
    var (next, start) = (0, 0)
    try source.forEachMask(of: truths, appendingTo: &read) { runs in
      masks[columns[next]] = MeasuredMask(runs, start..<runs.count, heightForBox: heightForBoxes)
      (next, start) = (next + 1, runs.count)
    }
    (truthMasks, runs, endOfTruths) = (masks, read, read.count)
  }

  /// Truths from which on boxes, which take time, save more.
  private static let manyTruths = 4

  /// Measures masks with those of truths that were read; a detection is named by its index in its source and its place.
  mutating func measure(
    _ detections: some Sequence<(place: Int, index: Int)>, of detected: any MaskSource,
    columns: Range<Int>, crowds: (Int) -> Bool
  ) throws {
    let isCrowd = columns.map(crowds)
    for (place, index) in detections {
      try detected.appendRuns(of: index, to: &runs)
      let mask = MeasuredMask(runs, endOfTruths..<runs.count, heightForBox: heightForBoxes)
      for column in columns {
        guard let truth = truthMasks[column] else { continue }
        values[place * self.columns + column] = overlap(
          of: mask, with: truth, isCrowd: isCrowd[column - columns.lowerBound])
      }
      runs.removeSubrange(endOfTruths...)
    }
  }

  private func overlap(of mask: MeasuredMask, with truth: MeasuredMask, isCrowd: Bool) -> Double {
    func share(_ intersection: Int) -> Double {
      intersection > 0
        ? Double(intersection) / Double(isCrowd ? mask.area : mask.area + truth.area - intersection) : 0
    }
    guard share(mask.mostShared(with: truth)) >= least else { return 0 }
    return share(
      runs.withUnsafeBufferPointer {
        RunLengthMask.intersectionArea($0.extracting(mask.runs), $0.extracting(truth.runs))
      })
  }
}

/// A mask among the runs of many.
private struct MeasuredMask {
  let runs: Range<Int>
  let area: Int
  /// Nil where it was not worth its time.
  let box: Box?

  init(_ all: [UInt32], _ range: Range<Int>, heightForBox height: Int?) {
    (runs, area, box) = all.withUnsafeBufferPointer {
      let runs = $0.extracting(range)
      return (range, RunLengthMask.area(of: runs), height.map { RunLengthMask.box(of: runs, height: $0) })
    }
  }

  /// The most pixels that both can cover.
  func mostShared(with other: MeasuredMask) -> Int {
    guard let box, let otherBox = other.box else { return min(area, other.area) }
    return min(Int(box.sharedArea(with: otherBox)), area, other.area)
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
