import Foundation
import Images
import Testing

@Suite struct JPEGTests {
  private let gradient = RGBImage.gradient(width: 61, height: 45)

  @Test func encodingAndDecodingGivesNearlyTheSamePixels() throws {
    let decoded = try JPEG(bytes: gradient.jpeg(quality: 95), file: "gradient").decoded()
    #expect(decoded.size == gradient.size)
    let differences = zip(decoded.pixels, gradient.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.max()! <= 12)
    #expect(differences.reduce(0, +) < 2 * differences.count)
  }

  @Test func aFileIsWrittenAndReadBack() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jpg")
    defer { try? FileManager.default.removeItem(at: url) }
    try gradient.writeJPEG(to: url, quality: 90)
    #expect(try JPEG(contentsOf: url).size == gradient.size)
  }

  @Test(arguments: [(61, 45, 61, 45), (31, 23, 31, 23), (30, 20, 31, 23), (8, 6, 8, 6), (1, 1, 8, 6)])
  func theSmallestScaleThatCoversTheTargetIsDecoded(
    width: Int, height: Int, decodedWidth: Int, decodedHeight: Int
  ) throws {
    let jpeg = try JPEG(bytes: gradient.jpeg(quality: 90), file: "gradient")
    let image = try jpeg.decoded(covering: PixelSize(width: width, height: height))
    #expect(image.size == PixelSize(width: decodedWidth, height: decodedHeight))
  }

  @Test func aMissingFileIsSaid() {
    #expect(throws: ImageError.missing(file: "/nowhere/a.jpg")) {
      try JPEG(contentsOf: URL(filePath: "/nowhere/a.jpg"))
    }
  }

  @Test func aFolderIsUnreadable() {
    #expect { try JPEG(contentsOf: FileManager.default.temporaryDirectory) } throws: { error in
      if case ImageError.unreadable = error { true } else { false }
    }
  }

  @Test(arguments: [[], [0x89, 0x50, 0x4E, 0x47, 0x0D]] as [[UInt8]])
  func anythingElseIsNotAJPEG(bytes: [UInt8]) {
    #expect(throws: ImageError.notJPEG(file: "a.png", firstBytes: Array(bytes.prefix(4)))) {
      try JPEG(bytes: bytes, file: "a.png")
    }
  }

  @Test func aTruncatedFileIsDamagedAndNotSilentlyGray() throws {
    let bytes = try gradient.jpeg(quality: 90)
    let half = Array(bytes.prefix(bytes.count - 300))
    #expect(
      throws: ImageError.damaged(
        file: "a.jpg", size: gradient.size, byteCount: half.count, reason: "Premature end of JPEG file")
    ) { try JPEG(bytes: half, file: "a.jpg").decoded() }
  }

  @Test func aHeaderCutShortIsUndecodable() throws {
    let bytes = try gradient.jpeg(quality: 90)
    #expect { try JPEG(bytes: Array(bytes.prefix(100)), file: "a.jpg") } throws: { error in
      if case ImageError.undecodable = error { true } else { false }
    }
  }

  @Test func aHeightOfZeroIsUndecodable() throws {
    #expect { try JPEG(bytes: resized(height: 0, width: 61), file: "a.jpg") } throws: { error in
      if case ImageError.undecodable = error { true } else { false }
    }
  }

  @Test func moreThanTheLargestPixelCountIsRefusedBeforeAnythingIsAllocated() throws {
    let size = PixelSize(width: 60_000, height: 60_000)
    #expect(throws: ImageError.tooLarge(file: "a.jpg", size: size, limit: JPEG.largestPixelCount)) {
      try JPEG(bytes: resized(height: 60_000, width: 60_000), file: "a.jpg")
    }
  }

  @Test func anUnwritableFolderIsSaid() {
    #expect { try gradient.writeJPEG(to: URL(filePath: "/nowhere/a.jpg"), quality: 90) } throws: {
      if case ImageError.notWritten(file: "/nowhere/a.jpg", _) = $0 { true } else { false }
    }
  }

  @Test func messagesNameTheFileAndTheFinding() {
    let error = ImageError.notJPEG(file: "a.png", firstBytes: [0x89, 0x0A])
    #expect("\(error)" == "a.png: not a JPEG: starts with 89 0A, expected FF D8 FF.")
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
