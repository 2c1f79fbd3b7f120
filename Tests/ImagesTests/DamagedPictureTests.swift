import Foundation
import Images
import Testing

/// Pictures of every kind, damaged at random from a seed: pixels of the size that the header says, or one error.
///
/// The suite takes a few hundred; `TAILBOARD_DAMAGED_FILES=2500 swift test --filter DamagedPicture` as many as are wanted.
@Suite struct DamagedPictureTests {
  private static let count =
    ProcessInfo.processInfo.environment["TAILBOARD_DAMAGED_FILES"].flatMap { Int($0) } ?? 300

  private static let sources: [(name: String, bytes: [UInt8])] = PillowTests.expected.keys.sorted().compactMap
  { name in
    (try? Data(contentsOf: PillowTests.folder.appending(path: name))).map { (name, Array($0)) }
  }

  @Test(arguments: ["jpg", "png"]) func endInPixelsOrAnError(ending: String) throws {
    let sources = Self.sources.filter { $0.name.hasSuffix(ending) }
    try #require(sources.count > 5)
    var random = Random(state: 21)
    let file = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var decoded = 0
    for number in 0..<Self.count {
      let (name, whole) = sources[Int.random(in: sources.indices, using: &random)]
      let bytes = Self.damaged(whole, &random)
      let seconds = ContinuousClock().measure {
        if let picture = try? Picture(bytes: bytes, file: name), let image = try? picture.decoded() {
          #expect(image.size == picture.size && image.pixels.count == 3 * image.width * image.height)
          decoded += 1
        }
      }
      #expect(seconds < .seconds(20), "picture \(number), \(name)")
      guard number.isMultiple(of: 10) else { continue }
      try Data(bytes).write(to: file)
      _ = try? PictureCheck(of: file)
    }
    #expect(decoded > 0)
  }

  private static func damaged(_ whole: [UInt8], _ random: inout Random) -> [UInt8] {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(place + Int.random(in: 1...40, using: &random), bytes.count)
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  /// Random numbers that are the same in every run (SplitMix64).
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
