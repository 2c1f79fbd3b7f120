extension Segmentation {
  /// The mask in an image of this size, pixel for pixel as pycocotools makes it.
  public func mask(height: Int, width: Int) -> RunLengthMask {
    switch self {
    case .runs(let mask): mask
    case .polygons(let rings): RunLengthMask(polygons: rings, height: height, width: width)
    }
  }
}

extension RunLengthMask {
  /// The union of polygons' rings, each x₀, y₀, x₁, y₁, … of finite numbers, run for run as pycocotools rasterises it.
  public init(polygons rings: [[Double]], height: Int, width: Int) {
    let masks = rings.map { RunLengthMask(ring: $0, height: height, width: width) }
    self = masks.isEmpty ? RunLengthMask(ring: [], height: height, width: width) : Self.union(of: masks)
  }

  /// One ring: pixels change between in and out where its edges cross the middle of a pixel column.
  private init(ring: [Double], height: Int, width: Int) {
    var changes: [UInt32] = []
    changes.reserveCapacity(256)
    let cornerCount = ring.count / 2
    func corner(_ index: Int) -> FineEdge.Point { FineEdge.Point(x: ring[2 * index], y: ring[2 * index + 1]) }
    var last = cornerCount > 0 ? corner(0) : FineEdge.Point(x: 0, y: 0)
    for index in 0..<cornerCount {
      let next = corner(index + 1 < cornerCount ? index + 1 : 0)
      FineEdge(from: last, to: next).forEachCrossing(ofColumnsBelow: width) { column, y in
        changes.append(UInt32(column * height + min(max(y, 0), height)))
      }
      last = next
    }
    changes.sort()
    changes.append(UInt32(height * width))
    self.init(height: height, width: width, counts: Self.counts(between: changes))
  }

  /// The run lengths between sorted changes; two changes at one pixel cancel out.
  private static func counts(between changes: [UInt32]) -> [UInt32] {
    var counts = [changes[0]]
    counts.reserveCapacity(changes.count)
    var index = 1
    while index < changes.count {
      if changes[index] > changes[index - 1] {
        counts.append(changes[index] - changes[index - 1])
      } else {
        index += 1
        if index < changes.count { counts[counts.count - 1] += changes[index] - changes[index - 1] }
      }
      index += 1
    }
    return counts
  }
}

/// An edge of a ring on a grid five times as fine as pixels, walked in whole steps along its longer side.
///
/// pycocotools' rleFrPoly lists every step of the walk; here the steps that cross the middle of a pixel column are
/// computed, so that time goes with columns, not with fine steps. Roundings are the same, bit by bit.
private struct FineEdge {
  /// A point of the fine grid.
  struct Point {
    let x, y: Int

    /// The nearest grid point to pixel coordinates; what lies beyond any image stays there.
    init(x: Double, y: Double) {
      self.x = Self.fine(x)
      self.y = Self.fine(y)
    }

    private static func fine(_ pixels: Double) -> Int { Int(min(max(5 * pixels + 0.5, -1e12), 1e12)) }
  }

  /// The end from which the steps are counted, the one that is lesser along the longer side.
  private let start: Point
  private let end: Point
  private let isShallow: Bool
  /// Change of the shorter side in one step of the longer.
  private let slope: Double

  init(from a: Point, to b: Point) {
    let (width, height) = (abs(a.x - b.x), abs(a.y - b.y))
    isShallow = width >= height
    let isBackward = isShallow ? a.x > b.x : a.y > b.y
    (start, end) = isBackward ? (b, a) : (a, b)
    slope = isShallow ? Double(end.y - start.y) / Double(width) : Double(end.x - start.x) / Double(height)
  }

  /// Hands over each pixel column whose middle the edge crosses, and the first row below the crossing.
  func forEachCrossing(ofColumnsBelow limit: Int, _ body: (_ column: Int, _ row: Int) -> Void) {
    // The middle of column c lies between the fine columns 5c + 2 and 5c + 3.
    let (left, right) = (min(start.x, end.x), max(start.x, end.x))
    let first = max(0, (left + 2).flooredDivision(by: 5))
    let last = min(limit - 1, (right - 3).flooredDivision(by: 5))
    guard first <= last else { return }
    for column in first...last {
      let fineRow = isShallow ? shallowRow(at: 5 * column + 2) : steepRow(at: 5 * column + 2)
      // The middle of the fine row, in pixels and rounded up: ⌈(fineRow + ½) / 5 − ½⌉.
      body(column, (fineRow + 2).flooredDivision(by: 5))
    }
  }

  /// The upper of the walk's rows at fine column x and the next.
  private func shallowRow(at x: Int) -> Int {
    func row(_ x: Int) -> Int { Int(Double(start.y) + slope * Double(x - start.x) + 0.5) }
    return min(row(x), row(x + 1))
  }

  /// The walk's last row, from above, before it changes between fine column x and the next.
  private func steepRow(at x: Int) -> Int {
    func hasCrossed(_ step: Int) -> Bool {
      let column = Int(Double(start.x) + slope * Double(step) + 0.5)
      return slope > 0 ? column > x : column <= x
    }
    let exact = (Double(x) + 0.5 - Double(start.x)) / slope
    var step = min(max(Int(exact), 1), end.y - start.y)
    while !hasCrossed(step) { step += 1 }
    while hasCrossed(step - 1) { step -= 1 }
    return start.y + step - 1
  }
}

extension Int {
  fileprivate func flooredDivision(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
