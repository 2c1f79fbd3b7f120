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
    let size = try value.member("size").integers()
    let counts = try value.member("counts")
    let mask: RunLengthMask? =
      if size.count != 2 {
        nil
      } else if counts.kind == .string {
        RunLengthMask(height: size[0], width: size[1], compressed: try counts.string())
      } else {
        RunLengthMask(height: size[0], width: size[1], filling: try counts.integers())
      }
    guard let mask else {
      throw .unexpected(
        byte: value.byteRange.lowerBound, expected: "runs that fill a mask of two sides", found: "others")
    }
    self = mask
  }
}
