import JSON

extension Segmentation {
  /// Which rings of a polygon are taken.
  public enum Rings: Sendable {
    /// Those of three points or more, as detectron2 trains on; there must be one.
    case enclosing
    /// All, as pycocotools rasterises them: a number too many is passed over, two points enclose nothing. The first must
    /// have more than four numbers, which pycocotools takes for a box.
    case all
  }

  /// A mask as LVIS and COCO write it: rings of coordinates, or runs that may be compressed.
  package init(_ value: JSONValue, rings: Rings = .enclosing) throws(JSONError) {
    switch value.kind {
    case .array: self = .polygons(try Self.rings(value, rings))
    default: self = .runs(try RunLengthMask(value))
    }
  }

  private static func rings(_ value: JSONValue, _ taken: Rings) throws(JSONError) -> [[Double]] {
    var rings: [[Double]] = [], refused: JSONError?
    for element in try value.elements() {
      let ring = try element.doubles()
      let isRing: Bool =
        switch taken {
        case .enclosing: ring.count >= 6 && ring.count.isMultiple(of: 2) && ring.allSatisfy(\.isFinite)
        case .all: (ring.count > 4 || !rings.isEmpty) && ring.allSatisfy(\.isFinite)
        }
      guard isRing else {
        refused = refused ?? notARing(element, ring)
        continue
      }
      rings.append(ring)
    }
    if rings.isEmpty {
      throw refused
        ?? .unexpected(byte: value.byteRange.lowerBound, expected: "a ring of points", found: "none")
    }
    return rings
  }

  private static func notARing(_ value: JSONValue, _ numbers: [Double]) -> JSONError {
    .unexpected(
      byte: value.byteRange.lowerBound, expected: "three or more points",
      found: "\(numbers.count) numbers\(numbers.allSatisfy(\.isFinite) ? "" : ", not all finite")")
  }
}

extension RunLengthMask {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    let size = try value.member("size")
    let sides = try size.integers()
    guard sides.count == 2 else {
      throw .unexpected(
        byte: size.byteRange.lowerBound, expected: "height and width", found: "\(sides.count) numbers")
    }
    let counts = try value.member("counts")
    let runs = counts.kind == .string ? [] : try counts.integers()
    do throws(MaskError) {
      if counts.kind == .string {
        try self.init(compressed: counts.asString ?? "", height: sides[0], width: sides[1])
      } else {
        try self.init(checking: Self.lengths(runs), height: sides[0], width: sides[1])
      }
    } catch {
      throw .unexpected(
        byte: counts.byteRange.lowerBound, expected: "the runs of a mask", found: "others: \(error)")
    }
  }

  private static func lengths(_ runs: [Int]) throws(MaskError) -> [UInt32] {
    var lengths: [UInt32] = []
    for (index, run) in runs.enumerated() {
      guard let length = UInt32(exactly: run) else { throw .impossibleRun(run, index: index) }
      lengths.append(length)
    }
    return lengths
  }
}
