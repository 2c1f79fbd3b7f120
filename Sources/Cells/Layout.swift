/// How much of a side a part of a layout takes.
public enum Length: Hashable, Sendable {
  /// So many cells.
  case fixed(Int)
  /// At least so many cells, and a share of what is over.
  case min(Int)
  /// A share of what is over, by weight.
  case ratio(Int)

  var floor: Int {
    switch self {
    case .fixed(let cells), .min(let cells): Swift.max(cells, 0)
    case .ratio: 0
    }
  }

  var weight: Int {
    switch self {
    case .fixed: 0
    case .min: 1
    case .ratio(let weight): Swift.max(weight, 0)
    }
  }

  /// The cells each part gets of `total`; when there are too few, earlier parts are served first.
  static func distribute(_ total: Int, over lengths: [Length]) -> [Int] {
    var left = Swift.max(total, 0)
    var cells = lengths.map { length in
      let served = Swift.min(length.floor, left)
      left -= served
      return served
    }
    var weights = lengths.reduce(0) { $0 + $1.weight }
    for (index, length) in lengths.enumerated() where length.weight > 0 {
      let share = left * length.weight / weights
      cells[index] += share
      left -= share
      weights -= length.weight
    }
    return cells
  }
}

extension Rect {
  /// Split from top to bottom, `gap` empty rows between.
  public func rows(_ lengths: [Length], gap: Int = 0) -> [Rect] {
    var offset = top
    return Length.distribute(height - gap * Swift.max(lengths.count - 1, 0), over: lengths).map { cells in
      defer { offset += cells + gap }
      return Rect(left: left, top: offset, width: width, height: cells).intersection(self)
    }
  }

  /// Split from left to right, `gap` empty columns between.
  public func columns(_ lengths: [Length], gap: Int = 0) -> [Rect] {
    var offset = left
    return Length.distribute(width - gap * Swift.max(lengths.count - 1, 0), over: lengths).map { cells in
      defer { offset += cells + gap }
      return Rect(left: offset, top: top, width: cells, height: height).intersection(self)
    }
  }
}
