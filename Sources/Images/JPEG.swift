import CTurboJPEG
import Foundation

/// The bytes of a JPEG file whose header has been read.
public struct JPEG: Sendable {
  /// The most pixels that are decoded: 2²⁷, 400 MB as RGB. A larger header is taken for a bad file.
  public static let largestPixelCount = 1 << 27

  /// The file's path, for messages.
  public let file: String
  /// Width and height of the image at full scale.
  public let size: PixelSize
  private let bytes: [UInt8]

  /// The JPEG in a file.
  public init(contentsOf url: URL) throws(ImageError) {
    try self.init(bytes: Self.read(url), file: url.path)
  }

  /// The JPEG in these bytes; `file` names them in messages.
  public init(bytes: [UInt8], file: String) throws(ImageError) {
    guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else {
      throw .notJPEG(file: file, firstBytes: Array(bytes.prefix(4)))
    }
    let codec = TurboJPEG(tjInitDecompress())
    var width: Int32 = 0, height: Int32 = 0, subsampling: Int32 = 0, colorspace: Int32 = 0
    let status = tjDecompressHeader3(
      codec.handle, bytes, UInt(bytes.count), &width, &height, &subsampling, &colorspace)
    guard status == 0 || !codec.failed, width > 0, height > 0 else {
      throw .undecodable(file: file, reason: codec.message)
    }
    let size = PixelSize(width: Int(width), height: Int(height))
    guard size.pixelCount <= Self.largestPixelCount else {
      throw .tooLarge(file: file, size: size, limit: Self.largestPixelCount)
    }
    self.file = file
    self.size = size
    self.bytes = bytes
  }

  /// The image at full scale.
  public func decoded() throws(ImageError) -> RGBImage {
    try decoded(scaledTo: size)
  }

  /// The image at full, half, quarter or eighth scale: the smallest that covers `target`, which is much cheaper
  /// than decoding it all when a far smaller size is wanted.
  public func decoded(covering target: PixelSize) throws(ImageError) -> RGBImage {
    let scale = [8, 4, 2].map(shrunk).first { $0.width >= target.width && $0.height >= target.height }
    return try decoded(scaledTo: scale ?? size)
  }

  /// libjpeg-turbo's size at 1/divisor scale: rounded up.
  private func shrunk(by divisor: Int) -> PixelSize {
    PixelSize(width: (size.width + divisor - 1) / divisor, height: (size.height + divisor - 1) / divisor)
  }

  private func decoded(scaledTo scaled: PixelSize) throws(ImageError) -> RGBImage {
    let codec = TurboJPEG(tjInitDecompress())
    var status: Int32 = 0
    let pixels = [UInt8](unsafeUninitializedCapacity: 3 * scaled.pixelCount) { buffer, count in
      status = tjDecompress2(
        codec.handle, bytes, UInt(bytes.count), buffer.baseAddress, Int32(scaled.width), 0,
        Int32(scaled.height), TJPF_RGB.rawValue, 0)
      count = status == 0 ? 3 * scaled.pixelCount : 0
    }
    if status == 0 { return RGBImage(size: scaled, pixels: pixels) }
    guard codec.failed else {
      throw .damaged(file: file, size: size, byteCount: bytes.count, reason: codec.message)
    }
    throw .undecodable(file: file, reason: codec.message)
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

extension RGBImage {
  /// The image as a JPEG (4:2:0) of quality 1 to 100.
  public func jpeg(quality: Int) throws(ImageError) -> [UInt8] {
    let codec = TurboJPEG(tjInitCompress())
    var compressed: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    defer { tjFree(compressed) }
    let status = tjCompress2(
      codec.handle, pixels, Int32(width), 0, Int32(height), TJPF_RGB.rawValue, &compressed, &count,
      Int32(TJSAMP_420.rawValue), Int32(quality), 0)
    guard status == 0, let compressed else { throw .notEncodable(size: size, reason: codec.message) }
    return Array(UnsafeBufferPointer(start: compressed, count: Int(count)))
  }

  /// Writes the image as a JPEG of quality 1 to 100.
  public func writeJPEG(to url: URL, quality: Int) throws(ImageError) {
    let bytes = try jpeg(quality: quality)
    do {
      try Data(bytes).write(to: url)
    } catch {
      throw .notWritten(file: url.path, reason: error.localizedDescription)
    }
  }
}

/// One instance of libjpeg-turbo's coder; cheap enough to make one for each image.
private final class TurboJPEG {
  let handle: tjhandle

  init(_ handle: tjhandle?) {
    guard let handle else { preconditionFailure("no memory for a JPEG coder") }
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  /// Whether the last call that returned −1 gave up, and did not merely warn and go on.
  var failed: Bool { tjGetErrorCode(handle) == TJERR_FATAL.rawValue }
  /// libjpeg-turbo's words for the last error or warning.
  var message: String { String(cString: tjGetErrorStr2(handle)) }
}
