extension RunLengthMask {
  /// Pixels of the foreground.
  public var area: Int {
    counts.withUnsafeBufferPointer(Self.area(of:))
  }

  /// The smallest box around the foreground; of no size at (0, 0) where there is none.
  public var box: Box {
    counts.withUnsafeBufferPointer { Self.box(of: $0, height: height) }
  }

  /// Pixels that lie in both masks, which are of one size.
  public func intersectionArea(with other: RunLengthMask) -> Int {
    precondition(height == other.height && width == other.width, "masks of images of different sizes")
    return counts.withUnsafeBufferPointer { a in
      other.counts.withUnsafeBufferPointer { b in Self.intersectionArea(a, b) }
    }
  }

  /// Intersection over union of two masks of one size; 0 where both are empty.
  public func intersectionOverUnion(with other: RunLengthMask) -> Double {
    let intersection = intersectionArea(with: other)
    return intersection == 0 ? 0 : Double(intersection) / Double(area + other.area - intersection)
  }

  /// The part of this mask that lies in a crowd's, COCO's measure against crowds.
  public func intersectionOverArea(within crowd: RunLengthMask) -> Double {
    let intersection = intersectionArea(with: crowd)
    return intersection == 0 ? 0 : Double(intersection) / Double(area)
  }

  /// The pixels that lie in any of these masks, which are of one size.
  public static func union(of masks: [RunLengthMask]) -> RunLengthMask { combined(masks) { $0 || $1 } }

  /// The pixels that lie in each of these masks, which are of one size.
  public static func intersection(of masks: [RunLengthMask]) -> RunLengthMask { combined(masks) { $0 && $1 } }

  private static func combined(
    _ masks: [RunLengthMask], _ operation: (Bool, Bool) -> Bool
  ) -> RunLengthMask {
    precondition(!masks.isEmpty, "no mask has no size")
    return masks.dropFirst().reduce(masks[0]) { $0.combined(with: $1, operation) }
  }

  private func combined(with other: RunLengthMask, _ operation: (Bool, Bool) -> Bool) -> RunLengthMask {
    precondition(height == other.height && width == other.width, "masks of images of different sizes")
    var (a, b) = (RunCursor(counts), RunCursor(other.counts))
    var result = [UInt32](), length: UInt32 = 0, isInside = false
    result.reserveCapacity(counts.count + other.counts.count)
    repeat {
      let step = min(a.remaining, b.remaining)
      length += step
      a.advance(step)
      b.advance(step)
      let wasInside = isInside
      isInside = operation(a.isForeground, b.isForeground)
      if isInside != wasInside || max(a.remaining, b.remaining) == 0 {
        result.append(length)
        length = 0
      }
    } while max(a.remaining, b.remaining) > 0
    return RunLengthMask(height: height, width: width, counts: result)
  }
}

/// A place in a mask's runs.
private struct RunCursor {
  private let counts: [UInt32]
  private var next = 1
  private(set) var remaining: UInt32
  private(set) var isForeground = false

  init(_ counts: [UInt32]) {
    self.counts = counts
    remaining = counts.first ?? 0
  }

  /// Goes on by no more than what remains of the run, into the next where it ends.
  mutating func advance(_ step: UInt32) {
    remaining -= step
    guard remaining == 0, next < counts.count else { return }
    remaining = counts[next]
    next += 1
    isForeground.toggle()
  }
}

// MARK: - On runs that lie in a buffer of many masks

extension RunLengthMask {
  /// Pixels of the foreground of runs.
  package static func area(of runs: UnsafeBufferPointer<UInt32>) -> Int {
    var area = 0
    for index in stride(from: 1, to: runs.count, by: 2) { area += Int(runs[index]) }
    return area
  }

  /// The smallest box around the foreground of runs, as pycocotools' toBbox.
  package static func box(of runs: UnsafeBufferPointer<UInt32>, height: Int) -> Box {
    var (left, top, right, bottom) = (Int.max, Int.max, -1, -1)
    var end = 0
    var (column, columnStart) = (0, 0)
    for index in stride(from: 1, to: runs.count, by: 2) {
      let start = end + Int(runs[index - 1])
      end = start + Int(runs[index])
      guard start < end else { continue }
      while start >= columnStart + height { (column, columnStart) = (column + 1, columnStart + height) }
      left = min(left, column)
      guard end > columnStart + height else {
        top = min(top, start - columnStart)
        bottom = max(bottom, end - 1 - columnStart)
        right = column
        continue
      }
      while end > columnStart + height { (column, columnStart) = (column + 1, columnStart + height) }
      right = column
      (top, bottom) = (0, height - 1)
    }
    guard right >= 0 else { return Box(x: 0, y: 0, width: 0, height: 0) }
    return Box(
      x: Double(left), y: Double(top), width: Double(right - left + 1), height: Double(bottom - top + 1))
  }

  /// Pixels in the foreground of both runs.
  package static func intersectionArea(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>
  ) -> Int {
    guard a.count > 1, b.count > 1 else { return 0 }
    var (i, j, intersection) = (1, 1, 0)
    var (startA, startB) = (Int(a[0]), Int(b[0]))
    var (endA, endB) = (startA + Int(a[1]), startB + Int(b[1]))
    while true {
      intersection += max(0, min(endA, endB) - max(startA, startB))
      if endA < endB {
        guard i + 2 < a.count else { return intersection }
        startA = endA + Int(a[i + 1])
        endA = startA + Int(a[i + 2])
        i += 2
      } else {
        guard j + 2 < b.count else { return intersection }
        startB = endB + Int(b[j + 1])
        endB = startB + Int(b[j + 2])
        j += 2
      }
    }
  }
}
