import Foundation

/// A look at a picture file that reads no more of it than needed to tell whether it can be decoded.
public struct PictureCheck: Sendable {
  /// How the pixels are packed.
  public let kind: PictureKind
  /// Width and height as stored.
  public let storedSize: PixelSize
  /// How the stored pixels are turned to be seen.
  public let orientation: Orientation

  /// Width and height as it is seen.
  public var size: PixelSize { orientation.seen(storedSize) }

  /// Bytes in which a header is looked for before the whole file is read.
  private static let headLength = 1 << 16
  /// Bytes in which the ending is looked for before the whole file is decoded.
  private static let tailLength = 1 << 12

  /// Reads a file's head and tail; all of it, and decodes it, where these do not tell.
  public init(of url: URL) throws(ImageError) {
    if let ends = Ends(url, Self.headLength, Self.tailLength),
      let picture = try? Picture(bytes: ends.head, file: url.path, byteCount: ends.byteCount),
      ends.tail.containsSequence(picture.kind.ending)
    {
      self.init(picture)
    } else {
      let picture = try Picture(contentsOf: url)
      _ = try picture.decoded(covering: PixelSize(width: 1, height: 1))
      self.init(picture)
    }
  }

  private init(_ picture: Picture) {
    kind = picture.kind
    storedSize = picture.storedSize
    orientation = picture.orientation
  }
}

/// The first and the last bytes of a file.
private struct Ends {
  let head, tail: [UInt8]
  let byteCount: Int

  init?(_ url: URL, _ headLength: Int, _ tailLength: Int) {
    guard let file = try? FileHandle(forReadingFrom: url) else { return nil }
    defer { try? file.close() }
    guard let head = try? file.read(upToCount: headLength), let end = try? file.seekToEnd() else {
      return nil
    }
    let start = end > UInt64(tailLength) ? end - UInt64(tailLength) : 0
    guard (try? file.seek(toOffset: start)) != nil, let tail = try? file.readToEnd() else { return nil }
    (self.head, self.tail) = ([UInt8](head), [UInt8](tail))
    byteCount = Int(end)
  }
}

extension [UInt8] {
  fileprivate func containsSequence(_ wanted: [UInt8]) -> Bool {
    count >= wanted.count && (0...count - wanted.count).contains { self[$0...].starts(with: wanted) }
  }
}
