import Foundation
import Images
import Testing

/// Pictures of every kind, with what Pillow 13 makes of them: `ImageOps.exif_transpose`, then `convert("RGB")`; of 16 bits
/// in one channel the upper 8, where Pillow clips.
@Suite struct PillowTests {
  struct Expected: Decodable {
    let width, height: Int
    let crc: UInt32
    let sums: [Int]
  }

  static let folder = Bundle.module.resourceURL?.appending(path: "Golden") ?? URL(filePath: "/")

  static let expected: [String: Expected] =
    (try? JSONDecoder().decode(
      [String: Expected].self, from: Data(contentsOf: folder.appending(path: "pillow.json")))) ?? [:]

  @Test func thereArePicturesOfManyKinds() { #expect(Self.expected.count > 25) }

  @Test(arguments: expected.keys.sorted()) func pixelsAreThoseThatPillowReads(name: String) throws {
    let expected = try #require(Self.expected[name])
    let picture = try Picture(contentsOf: Self.folder.appending(path: name))
    #expect(picture.kind == (name.hasSuffix("png") ? .png : .jpeg))
    let image = try picture.decoded()
    #expect(picture.size == image.size)
    #expect((image.width, image.height) == (expected.width, expected.height))
    #expect(image.pixels.crc32 == expected.crc, "\(image.sums) against \(expected.sums)")
  }

  @Test(arguments: expected.keys.sorted()) func theCheckSaysTheSizeAsItIsSeen(name: String) throws {
    let expected = try #require(Self.expected[name])
    let check = try PictureCheck(of: Self.folder.appending(path: name))
    #expect((check.size.width, check.size.height) == (expected.width, expected.height))
  }

  /// A turned picture is scaled down as it is seen.
  @Test func aTurnedPictureIsDecodedAtTheSmallestScaleThatCovers() throws {
    let picture = try Picture(contentsOf: Self.folder.appending(path: "exif6.jpg"))
    #expect(picture.storedSize == PixelSize(width: 24, height: 16))
    #expect(
      try picture.decoded(covering: PixelSize(width: 3, height: 5)).size == PixelSize(width: 4, height: 6))
  }

  @Test(arguments: ["rgb.png", "rgb.jpg"]) func aFileCutShortIsFoundOutByTheCheck(name: String) throws {
    let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: name)))
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(bytes.dropLast(bytes.count / 4)).write(to: url)
    #expect(throws: ImageError.self) { try PictureCheck(of: url) }
    #expect(throws: ImageError.self) { try Picture(contentsOf: url).decoded() }
  }

  /// What a warning that changes no pixel hides must still be found: extra bytes first, and the end missing.
  @Test func aFileWithExtraBytesThatIsCutShortIsDamaged() throws {
    var bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: "rgb.jpg")))
    let marker = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC4 })
    bytes.insert(contentsOf: [0x12, 0x34], at: marker)
    #expect(try Picture(bytes: bytes, file: "a.jpg").decoded().size.width == 24)
    bytes.removeLast(bytes.count / 4)
    #expect(throws: ImageError.self) { try Picture(bytes: bytes, file: "a.jpg").decoded() }
  }

  /// Whatever byte is damaged: an error or a picture of the size that is announced, never a crash.
  @Test(arguments: ["palette.png", "interlaced.png", "progressive.jpg", "cmyk.jpg", "exif6.jpg"])
  func damagedBytesAreAnErrorOrAPicture(name: String) throws {
    let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: name)))
    for index in stride(from: 0, to: bytes.count, by: 3) {
      var damaged = bytes
      damaged[index] ^= UInt8(truncatingIfNeeded: 1 << (index % 8))
      guard let picture = try? Picture(bytes: damaged, file: name), let image = try? picture.decoded() else {
        continue
      }
      #expect(image.size == picture.size)
    }
  }
}

extension [UInt8] {
  /// CRC-32 as zlib computes it.
  fileprivate var crc32: UInt32 {
    ~reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
  }
}

extension RGBImage {
  fileprivate var sums: [Int] {
    (0..<3).map { channel in
      stride(from: channel, to: pixels.count, by: 3).reduce(0) { $0 + Int(pixels[$1]) }
    }
  }
}
