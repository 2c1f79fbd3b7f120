import CPictures
import Foundation

/// The bytes of a picture file, a JPEG or a PNG by its content, whose header has been read.
public struct Picture: Sendable {
  /// The most pixels that are decoded: 2²⁷, 400 MB as RGB. A larger header is taken for a bad file.
  public static let largestPixelCount = 1 << 27

  /// The file's path, for messages.
  public let file: String
  /// How the pixels are packed.
  public let kind: PictureKind
  /// Width and height of the pixels as they are stored.
  public let storedSize: PixelSize
  /// How the stored pixels are turned to be seen.
  public let orientation: Orientation
  private let bytes: [UInt8]

  /// Width and height of the picture as it is seen: with its orientation applied.
  public var size: PixelSize { orientation.seen(storedSize) }

  /// The picture in a file.
  public init(contentsOf url: URL) throws(ImageError) {
    try self.init(bytes: Self.read(url), file: url.path)
  }

  /// Bytes at a file's start that nearly always hold its header, small previews of cameras included.
  private static let headLength = 1 << 16

  /// Width and height of the picture in a file as it is seen; no more of it is read than needed.
  public static func size(ofFile url: URL) throws(ImageError) -> PixelSize {
    if let file = try? FileHandle(forReadingFrom: url) {
      defer { try? file.close() }
      if let head = try? file.read(upToCount: headLength), let end = try? file.seekToEnd(),
        let picture = try? Picture(bytes: [UInt8](head), file: url.path, byteCount: Int(end))
      {
        return picture.size
      }
    }
    return try Picture(contentsOf: url).size
  }

  /// The picture in these bytes; `file` names them in messages.
  public init(bytes: [UInt8], file: String) throws(ImageError) {
    try self.init(bytes: bytes, file: file, byteCount: bytes.count)
  }

  /// The picture that begins with these bytes and has so many.
  init(bytes: [UInt8], file: String, byteCount: Int) throws(ImageError) {
    guard let kind = PictureKind(bytes) else {
      throw .otherKind(file: file, found: ForeignKind.name(of: bytes))
    }
    var size = tb_picture_size()
    let result = kind.readSize(bytes, bytes.count, &size)
    guard result.status == TB_PICTURE_OK, size.width > 0, size.height > 0 else {
      throw .undecodable(file: file, kind: kind, reason: result.reason)
    }
    let storedSize = PixelSize(width: Int(size.width), height: Int(size.height))
    guard storedSize.pixelCount <= Self.largestPixelCount else {
      throw .tooLarge(file: file, size: storedSize, limit: Self.largestPixelCount)
    }
    guard storedSize.pixelCount <= 1 << 22 || storedSize.pixelCount / kind.mostPixelsPerByte <= byteCount
    else {
      throw .damaged(
        file: file, kind: kind, size: storedSize, byteCount: byteCount, reason: "too few bytes for its size")
    }
    self.file = file
    self.kind = kind
    self.storedSize = storedSize
    orientation = Orientation(bytes, kind)
    self.bytes = bytes
  }

  /// The picture at full scale, as it is seen.
  public func decoded() throws(ImageError) -> RGBImage {
    try decoded(divisor: 1)
  }

  /// The picture as it is seen, where its kind can at half, quarter or eighth scale: the smallest that covers `target`,
  /// which is much cheaper than decoding it all when a far smaller size is wanted.
  public func decoded(covering target: PixelSize) throws(ImageError) -> RGBImage {
    let divisor = kind.divisors.first {
      let size = size.shrunk(by: $0)
      return size.width >= target.width && size.height >= target.height
    }
    return try decoded(divisor: divisor ?? 1)
  }

  private func decoded(divisor: Int) throws(ImageError) -> RGBImage {
    let size = storedSize.shrunk(by: divisor)
    var result = tb_picture_result()
    let pixels = [UInt8](unsafeUninitializedCapacity: 3 * size.pixelCount) { buffer, count in
      result = kind.decode(bytes, divisor, size, into: buffer)
      count = result.status == TB_PICTURE_OK ? 3 * size.pixelCount : 0
    }
    switch result.status {
    case TB_PICTURE_OK: return RGBImage(size: size, pixels: pixels).seen(orientation)
    case TB_PICTURE_DAMAGED:
      throw .damaged(
        file: file, kind: kind, size: storedSize, byteCount: bytes.count, reason: result.reason)
    default: throw .undecodable(file: file, kind: kind, reason: result.reason)
    }
  }

  private static func read(_ url: URL) throws(ImageError) -> [UInt8] {
    do {
      return try [UInt8](Data(contentsOf: url))
    } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
      throw .missing(file: url.path)
    } catch {
      throw .unreadable(file: url.path, reason: error.localizedDescription)
    }
  }
}

extension PixelSize {
  /// The size at 1/divisor scale, rounded up.
  fileprivate func shrunk(by divisor: Int) -> PixelSize {
    PixelSize(width: (width + divisor - 1) / divisor, height: (height + divisor - 1) / divisor)
  }
}

extension tb_picture_result {
  /// The library's words.
  fileprivate var reason: String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
