import Testing

@testable import LogTail

@Suite struct DamageTests {
  /// Whatever was damaged, and however the bytes come: the same is read, and nothing traps.
  @Test func readsEveryLogWithFlippedBits() throws {
    var generator = FixedGenerator(state: 1)
    for run in RealLogs.runs {
      let whole = try Array(RealLogs.bytes(run.files[0]).prefix(6000))
      for _ in 0..<25 {
        let damaged = Self.damage(whole, &generator)
        let portion = Int.random(in: 1...2000, using: &generator)
        #expect(Reading(damaged, as: run.format, portion: portion) == Reading(damaged, as: run.format))
      }
    }
  }

  @Test func readsEveryFormatAsAnyOther() throws {
    for run in RealLogs.runs {
      let bytes = try Array(RealLogs.bytes(run.files[0]).prefix(3000))
      for format in LogFormat.all { _ = Reading(bytes, as: format, portion: 500) }
    }
  }

  static func damage(_ bytes: [UInt8], _ generator: inout FixedGenerator) -> [UInt8] {
    var damaged = bytes
    for _ in 0..<Int.random(in: 1...20, using: &generator) {
      let index = Int.random(in: damaged.indices, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: damaged[index] = 0
      case 1: damaged[index] = 0x0A
      case 2: damaged.insert(contentsOf: [0xFF, 0xC0, 0x22], at: index)
      case 3 where damaged.count > 100: damaged.removeSubrange(index..<min(index + 9, damaged.count))
      default: damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
    return damaged
  }
}
