/// A place in columns and rows, the top left of the screen being (0, 0).
public struct Point: Hashable, Sendable {
  /// Columns from the left.
  public var column: Int
  /// Rows from the top.
  public var row: Int

  /// A point from its two coordinates.
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// Columns and rows, never negative.
public struct Size: Hashable, Sendable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// A size; negative sides become 0.
  public init(width: Int, height: Int) {
    self.width = max(width, 0)
    self.height = max(height, 0)
  }
}

/// A rectangle of cells, possibly empty.
public struct Rect: Hashable, Sendable {
  /// The column of its left edge.
  public let left: Int
  /// The row of its top edge.
  public let top: Int
  /// Its columns and rows.
  public let size: Size

  /// A rectangle from its corner and sides; negative sides become 0.
  public init(left: Int = 0, top: Int = 0, width: Int, height: Int) {
    self.left = left
    self.top = top
    size = Size(width: width, height: height)
  }

  /// The rectangle of that size at the screen's corner.
  public init(_ size: Size) {
    self.init(width: size.width, height: size.height)
  }

  /// Columns.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }
  /// The column just past its right edge.
  public var right: Int { left + width }
  /// The row just past its bottom edge.
  public var bottom: Int { top + height }
  /// Whether it holds no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }
  /// Its top left cell.
  public var origin: Point { Point(column: left, row: top) }

  /// Whether a cell lies in it.
  public func contains(_ point: Point) -> Bool {
    (left..<right).contains(point.column) && (top..<bottom).contains(point.row)
  }

  /// The part both cover, empty where they do not meet.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(left, other.left)
    let top = max(top, other.top)
    return Rect(
      left: left, top: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
  }

  /// Smaller by so many cells on each side, empty when nothing is left.
  public func inset(left dx: Int = 0, top dy: Int = 0, right rx: Int = 0, bottom by: Int = 0) -> Rect {
    Rect(left: left + dx, top: top + dy, width: width - dx - rx, height: height - dy - by)
  }

  /// One row of it, counted from its top; empty outside.
  public func row(_ index: Int) -> Rect {
    guard (0..<height).contains(index) else { return Rect(left: left, top: top, width: 0, height: 0) }
    return Rect(left: left, top: top + index, width: width, height: 1)
  }
}
