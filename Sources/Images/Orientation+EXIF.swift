extension Orientation {
  /// The orientation in a picture's EXIF block; upright where there is none or it makes no sense.
  init(_ bytes: [UInt8], _ kind: PictureKind) {
    let block: ArraySlice<UInt8>? =
      switch kind {
      case .jpeg: Self.blockOfJPEG(bytes)
      case .png: Self.blockOfPNG(bytes)
      }
    self = block.flatMap { EXIFBlock($0) }?.orientation ?? .upright
  }

  /// The EXIF block among the segments before a JPEG's pixels.
  private static func blockOfJPEG(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    let mark = Array("Exif\0\0".utf8)
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
      let marker = bytes[offset + 1]
      if marker == 0xFF {
        offset += 1
        continue
      }
      guard marker != 0xDA, marker != 0xD9 else { return nil }
      let end = offset + 2 + Int(bytes[offset + 2]) << 8 + Int(bytes[offset + 3])
      guard end <= bytes.count, end >= offset + 4 else { return nil }
      let content = bytes[offset + 4..<end]
      if marker == 0xE1, content.starts(with: mark) { return content.dropFirst(mark.count) }
      offset = end
    }
    return nil
  }

  /// The `eXIf` chunk of a PNG.
  private static func blockOfPNG(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - offset - 12 else { return nil }
      if bytes[offset + 4..<offset + 8].elementsEqual("eXIf".utf8) {
        return bytes[offset + 8..<offset + 8 + length]
      }
      offset += 12 + length
    }
    return nil
  }
}

/// A TIFF header and its first directory, in either order of bytes.
private struct EXIFBlock {
  private static let orientationTag = 0x0112
  let orientation: Orientation?

  init?(_ bytes: ArraySlice<UInt8>) {
    let isLittle = bytes.starts(with: Array("II*\0".utf8))
    guard isLittle || bytes.starts(with: Array("MM\0*".utf8)) else { return nil }
    func number(at offset: Int, count: Int) -> Int? {
      guard offset >= 0, offset + count <= bytes.count else { return nil }
      let start = bytes.startIndex + offset
      let field = bytes[start..<start + count]
      return isLittle
        ? field.reversed().reduce(0) { $0 << 8 | Int($1) } : field.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(at: 4, count: 4), let count = number(at: directory, count: 2) else {
      return nil
    }
    let entry = (0..<count).lazy.map { directory + 2 + 12 * $0 }
      .first { number(at: $0, count: 2) == Self.orientationTag }
    orientation = entry.flatMap { number(at: $0 + 8, count: 2) }.flatMap(Orientation.init)
  }
}
