/// Why an image could not be read or written.
public enum ImageError: Error, Equatable {
  /// There is no such file.
  case missing(file: String)
  /// The file is there but the system does not let it be read.
  case unreadable(file: String, reason: String)
  /// The first bytes are not those of a JPEG.
  case notJPEG(file: String, firstBytes: [UInt8])
  /// The header or the data defeat libjpeg-turbo.
  case undecodable(file: String, reason: String)
  /// Decoding went to the end but parts are missing or wrong, as in a truncated file.
  case damaged(file: String, size: PixelSize, byteCount: Int, reason: String)
  /// The header announces more pixels than may be decoded.
  case tooLarge(file: String, size: PixelSize, limit: Int)
  /// libjpeg-turbo could not compress the image.
  case notEncodable(size: PixelSize, reason: String)
  /// The encoded image could not be written.
  case notWritten(file: String, reason: String)
}

extension ImageError: CustomStringConvertible {
  /// One sentence naming the file, what was found and what was expected.
  public var description: String {
    switch self {
    case .missing(let file):
      "\(file): no such image."
    case .unreadable(let file, let reason):
      "\(file): cannot be read: \(reason)."
    case .notJPEG(let file, let bytes) where bytes.isEmpty:
      "\(file): an empty file, expected a JPEG."
    case .notJPEG(let file, let bytes):
      "\(file): not a JPEG: starts with \(Self.hexadecimal(bytes)), expected FF D8 FF."
    case .undecodable(let file, let reason):
      "\(file): not decodable: \(reason)."
    case .damaged(let file, let size, let byteCount, let reason):
      "\(file): a damaged JPEG: \(reason); decoded \(size.width)×\(size.height) from \(byteCount) bytes"
        + " with parts made up."
    case .tooLarge(let file, let size, let limit):
      "\(file): \(size.width)×\(size.height) is more than the \(limit) pixels that are decoded at most."
    case .notEncodable(let size, let reason):
      "An image of \(size.width)×\(size.height) cannot be encoded as a JPEG: \(reason)."
    case .notWritten(let file, let reason):
      "\(file): cannot be written: \(reason)."
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
  }
}
