/// Why an image could not be read or written.
public enum ImageError: Error, Equatable {
  /// There is no such file.
  case missing(file: String)
  /// The file is there but the system does not let it be read.
  case unreadable(file: String, reason: String)
  /// The content is neither a JPEG's nor a PNG's; what it looks like, with its article.
  case otherKind(file: String, found: String)
  /// The header or the data defeat the library that reads the kind.
  case undecodable(file: String, kind: PictureKind, reason: String)
  /// Parts of the pixels are missing or wrong, as in a truncated file.
  case damaged(file: String, kind: PictureKind, size: PixelSize, byteCount: Int, reason: String)
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
    case .otherKind(let file, let found):
      "\(file): \(found), expected a JPEG or a PNG."
    case .undecodable(let file, let kind, let reason):
      "\(file): a \(kind.rawValue) that cannot be decoded: \(reason)."
    case .damaged(let file, let kind, let size, let byteCount, let reason):
      "\(file): a damaged \(kind.rawValue): \(reason) (\(size.width)×\(size.height) in \(byteCount) bytes)."
    case .tooLarge(let file, let size, let limit):
      "\(file): \(size.width)×\(size.height) is more than the \(limit) pixels that are decoded at most."
    case .notEncodable(let size, let reason):
      "An image of \(size.width)×\(size.height) cannot be encoded as a JPEG: \(reason)."
    case .notWritten(let file, let reason):
      "\(file): cannot be written: \(reason)."
    }
  }
}
