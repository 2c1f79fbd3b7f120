import CPictures

/// The kinds of picture that are read, each with how it is recognised and decoded.
public enum PictureKind: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"

  /// The bytes that a file of the kind begins with.
  var signature: [UInt8] {
    switch self {
    case .jpeg: [0xFF, 0xD8, 0xFF]
    case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    }
  }

  /// The bytes that end a complete file of the kind, but for what is appended.
  var ending: [UInt8] {
    switch self {
    case .jpeg: [0xFF, 0xD9]
    case .png: Array("IEND".utf8)
    }
  }

  /// Divisors of the size at which the kind can be decoded, the largest first.
  var divisors: [Int] {
    switch self {
    case .jpeg: [8, 4, 2]
    case .png: []
    }
  }

  /// Pixels that a byte can stand for at most: a bit for a block of a JPEG, zlib's limit of 1:1032 at a bit a pixel.
  var mostPixelsPerByte: Int {
    switch self {
    case .jpeg: 8 * 64
    case .png: 8 * 1032
    }
  }

  /// The kind that bytes begin as.
  init?(_ bytes: [UInt8]) {
    guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
    self = kind
  }

  var readSize: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<tb_picture_size>?) -> tb_picture_result {
    switch self {
    case .jpeg: tb_jpeg_size
    case .png: tb_png_size
    }
  }

  func decode(
    _ bytes: [UInt8], _ divisor: Int, _ size: PixelSize, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) -> tb_picture_result {
    let expected = tb_picture_size(width: UInt32(size.width), height: UInt32(size.height))
    return switch self {
    case .jpeg: tb_jpeg_decode(bytes, bytes.count, UInt32(divisor), expected, pixels.baseAddress)
    case .png: tb_png_decode(bytes, bytes.count, expected, pixels.baseAddress)
    }
  }
}

/// Kinds of file that are not read, to name them in messages.
enum ForeignKind {
  private static let signatures: [(start: [UInt8], offset: Int, name: String)] = [
    (Array("GIF8".utf8), 0, "a GIF"), (Array("WEBP".utf8), 8, "a WebP"), (Array("BM".utf8), 0, "a BMP"),
    (Array("II*\0".utf8), 0, "a TIFF"), (Array("MM\0*".utf8), 0, "a TIFF"),
    (Array("ftypheic".utf8), 4, "a HEIC"), (Array("ftypavif".utf8), 4, "an AVIF"),
    (Array("ftyp".utf8), 4, "an MP4 or HEIF"), ([0, 0, 0, 12, 0x6A, 0x50], 0, "a JPEG 2000"),
    ([0xFF, 0x0A], 0, "a JPEG XL"), (Array("%PDF".utf8), 0, "a PDF"), ([0x1F, 0x8B], 0, "a gzip file"),
    (Array("PK".utf8), 0, "a zip file"), (Array("version https://git-lfs".utf8), 0, "a Git LFS pointer"),
  ]

  /// What bytes look like, with its article.
  static func name(of bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "an empty file" }
    if let known = signatures.first(where: { bytes.dropFirst($0.offset).starts(with: $0.start) }) {
      return known.name
    }
    let start = String(decoding: bytes.prefix(256), as: UTF8.self)
      .drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if ["<!doctype html", "<html"].contains(where: start.hasPrefix) { return "an HTML page" }
    if start.hasPrefix("<?xml") || start.hasPrefix("<svg") { return "an XML or SVG text" }
    return "a file that starts with " + hexadecimal(bytes.prefix(4))
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
  }
}
