import CTurboJPEG
import Foundation

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

  /// libjpeg-turbo's words for the last error or warning.
  var message: String { String(cString: tjGetErrorStr2(handle)) }
}
