import Foundation
import Images
import Testing

@Suite struct PictureTests {
  private let gradient = RGBImage.gradient(width: 61, height: 45)

  @Test func encodingAndDecodingGivesNearlyTheSamePixels() throws {
    let decoded = try Picture(bytes: gradient.jpeg(quality: 95), file: "gradient").decoded()
    #expect(decoded.size == gradient.size)
    let differences = zip(decoded.pixels, gradient.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.max()! <= 12)
    #expect(differences.reduce(0, +) < 2 * differences.count)
  }

  @Test func aFileIsWrittenAndReadBack() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jpg")
    defer { try? FileManager.default.removeItem(at: url) }
    try gradient.writeJPEG(to: url, quality: 90)
    #expect(try Picture(contentsOf: url).size == gradient.size)
  }

  @Test(arguments: [(61, 45, 61, 45), (31, 23, 31, 23), (30, 20, 31, 23), (8, 6, 8, 6), (1, 1, 8, 6)])
  func theSmallestScaleThatCoversTheTargetIsDecoded(
    width: Int, height: Int, decodedWidth: Int, decodedHeight: Int
  ) throws {
    let jpeg = try Picture(bytes: gradient.jpeg(quality: 90), file: "gradient")
    let image = try jpeg.decoded(covering: PixelSize(width: width, height: height))
    #expect(image.size == PixelSize(width: decodedWidth, height: decodedHeight))
  }

  @Test func aMissingFileIsSaid() {
    #expect(throws: ImageError.missing(file: "/nowhere/a.jpg")) {
      try Picture(contentsOf: URL(filePath: "/nowhere/a.jpg"))
    }
  }

  @Test func aFolderIsUnreadable() {
    #expect { try Picture(contentsOf: FileManager.default.temporaryDirectory) } throws: { error in
      if case ImageError.unreadable = error { true } else { false }
    }
  }

  @Test(arguments: [
    ([], "an empty file"), (Array("GIF89a".utf8), "a GIF"), (Array("RIFF....WEBPVP8".utf8), "a WebP"),
    (Array("BM".utf8), "a BMP"), (Array("II*\0....".utf8), "a TIFF"), (Array("MM\0*....".utf8), "a TIFF"),
    (Array(" \n<!DOCTYPE html>".utf8), "an HTML page"), (Array("<html>".utf8), "an HTML page"),
    ([0x89, 0x50, 0x4E, 0x46, 0x0D], "a file that starts with 89 50 4E 46"),
  ])
  func anyOtherContentIsCalledByItsName(bytes: [UInt8], name: String) {
    #expect(throws: ImageError.otherKind(file: "a.jpg", found: name)) {
      try Picture(bytes: bytes, file: "a.jpg")
    }
  }

  @Test func aTruncatedFileIsDamagedAndNotSilentlyGray() throws {
    let bytes = try gradient.jpeg(quality: 90)
    let half = Array(bytes.prefix(bytes.count - 300))
    #expect(
      throws: ImageError.damaged(
        file: "a.jpg", kind: .jpeg, size: gradient.size, byteCount: half.count,
        reason: "Premature end of JPEG file")
    ) { try Picture(bytes: half, file: "a.jpg").decoded() }
  }

  @Test func aHeaderCutShortIsUndecodable() throws {
    let bytes = try gradient.jpeg(quality: 90)
    #expect { try Picture(bytes: Array(bytes.prefix(100)), file: "a.jpg") } throws: { error in
      if case ImageError.undecodable = error { true } else { false }
    }
  }

  @Test func aHeightOfZeroIsUndecodable() throws {
    #expect { try Picture(bytes: resized(height: 0, width: 61), file: "a.jpg") } throws: { error in
      if case ImageError.undecodable = error { true } else { false }
    }
  }

  @Test func moreThanTheLargestPixelCountIsRefusedBeforeAnythingIsAllocated() throws {
    let size = PixelSize(width: 60_000, height: 60_000)
    #expect(throws: ImageError.tooLarge(file: "a.jpg", size: size, limit: Picture.largestPixelCount)) {
      try Picture(bytes: resized(height: 60_000, width: 60_000), file: "a.jpg")
    }
  }

  @Test func anUnwritableFolderIsSaid() {
    #expect { try gradient.writeJPEG(to: URL(filePath: "/nowhere/a.jpg"), quality: 90) } throws: {
      if case ImageError.notWritten(file: "/nowhere/a.jpg", _) = $0 { true } else { false }
    }
  }

  @Test func messagesNameTheFileAndTheFinding() {
    let error = ImageError.otherKind(file: "a.png", found: "a GIF")
    #expect("\(error)" == "a.png: a GIF, expected a JPEG or a PNG.")
  }

  /// A header of 30,000 × 4,000 in front of a kilobyte: such a file would have cost 360 MB to find out.
  @Test func aHeaderThatItsBytesCannotFillIsDamaged() throws {
    #expect { try Picture(bytes: resized(height: 4000, width: 30_000), file: "a.jpg") } throws: { error in
      if case ImageError.damaged = error { true } else { false }
    }
  }

  /// The gradient's JPEG with another size in its frame header (marker FF C0: length, precision, height, width).
  private func resized(height: Int, width: Int) throws -> [UInt8] {
    var bytes = try gradient.jpeg(quality: 90)
    let marker = bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 }!
    let size = [height >> 8, height & 0xFF, width >> 8, width & 0xFF].map { UInt8($0) }
    bytes.replaceSubrange(marker + 5..<marker + 9, with: size)
    return bytes
  }
}

extension RGBImage {
  /// A smooth image, which JPEG keeps well.
  static func gradient(width: Int, height: Int) -> RGBImage {
    var image = RGBImage(size: PixelSize(width: width, height: height), filledWith: SIMD3(0, 0, 128))
    for y in 0..<height {
      for x in 0..<width {
        image[x: x, y: y] = SIMD3(UInt8(255 * x / width), UInt8(255 * y / height), 128)
      }
    }
    return image
  }
}
