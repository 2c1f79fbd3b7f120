import JSON

extension Segmentation {
  /// A mask as LVIS and COCO write it: rings of coordinates, or runs that may be compressed.
  package init(_ value: JSONValue) throws(JSONError) {
    switch value.kind {
    case .array:
      var rings: [[Double]] = []
      for element in try value.elements() { rings.append(try Self.ring(element)) }
      self = .polygons(rings)
    default:
      self = .runs(try RunLengthMask(value))
    }
  }

  private static func ring(_ value: JSONValue) throws(JSONError) -> [Double] {
    let coordinates = try value.doubles()
    guard coordinates.count >= 6, coordinates.count.isMultiple(of: 2), coordinates.allSatisfy(\.isFinite)
    else {
      throw .unexpected(
        byte: value.byteRange.lowerBound, expected: "three or more points",
        found: "\(coordinates.count) numbers\(coordinates.allSatisfy(\.isFinite) ? "" : ", not all finite")")
    }
    return coordinates
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
