import Foundation
import Testing

@testable import LogTail

/// Files of every format, damaged at random from a seed: found, read and joined as `watch` and `inspect` do.
///
/// The suite takes a few hundred; `TAILBOARD_DAMAGED_FILES=10000 swift test --filter DamagedFile` as many as are wanted.
@Suite struct DamagedFileTests {
  private static let count =
    ProcessInfo.processInfo.environment["TAILBOARD_DAMAGED_FILES"].flatMap { Int($0) } ?? 200

  /// Logs as they are, with what they are called.
  private static let sources: [(name: String, bytes: [UInt8])] = {
    let runs = RunSearch.runs(below: [RealLogs.folder, FieldLogTests.folder]).runs
    return runs.flatMap { $0.files + $0.textLogs }.sorted().compactMap { path in
      let bytes = (try? RealLogs.bytes(path)) ?? []
      return bytes.isEmpty ? nil : (Path.name(of: path), bytes)
    }
  }()

  @Test func nothingTrapsOrHangsAndNoMoreIsKeptThanWasRead() throws {
    try #require(Self.sources.count > 30)
    let folder = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var damage = Damage(seed: 13)
    for number in 0..<Self.count {
      let (name, bytes) = damage.file(of: Self.sources)
      let path = folder.appending(path: name)
      try Data(bytes).write(to: path)
      let seconds =
        ContinuousClock().measure { Self.read(bytes, at: path.path, &damage, number) } / .seconds(1)
      #expect(seconds < 20, "file \(number), \(name)")
      try FileManager.default.removeItem(at: path)
    }
  }

  private static func read(_ bytes: [UInt8], at path: String, _ damage: inout Damage, _ number: Int) {
    let found = RunSearch.runs(below: [path]).runs
    let format = found.first?.format ?? damage.format
    let whole = Reading(bytes, as: format)
    #expect(Reading(bytes, as: format, portion: damage.number(1...4096)) == whole, "file \(number), \(path)")
    #expect(whole.series.values.reduce(0) { $0 + $1.count } <= bytes.count)
    for run in found {
      let follower = RunFollower(run, name: run.name, known: nil) { _ in }
      follower.sendNewest()
      follower.readAll()
      #expect(follower.poll() == .done)
    }
  }
}

/// Ways in which files are damaged, drawn from a seed.
private struct Damage {
  private var generator: FixedGenerator

  init(seed: UInt64) { generator = FixedGenerator(state: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  /// Any format at all.
  var format: LogFormat {
    mutating get { LogFormat.all[number(0...LogFormat.all.count - 1)] }
  }

  /// A piece of one of the files, from its start as a rule, damaged in a few ways.
  mutating func file(of sources: [(name: String, bytes: [UInt8])]) -> (name: String, bytes: [UInt8]) {
    let (name, all) = sources[number(0...sources.count - 1)]
    let length = number(0...19) == 0 ? 64 << 10 : number(1...8 << 10)
    let start = number(0...3) == 0 ? number(0...all.count - 1) : 0
    var bytes = Array(all[start...].prefix(length))
    for _ in 0..<number(1...3) where !bytes.isEmpty {
      damage(&bytes, sources[number(0...sources.count - 1)].bytes)
    }
    return (name, bytes)
  }

  private mutating func damage(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let place = number(0...bytes.count - 1)
    let end = min(place + number(1...200), bytes.count)
    switch number(0...12) {
    case 0: for _ in 0..<number(1...20) { bytes[number(0...bytes.count - 1)] ^= UInt8(1 << number(0...7)) }
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes += bytes[place...].prefix(4096)
    case 4: bytes.insert(contentsOf: other.prefix(number(1...4096)), at: place)
    case 5: bytes = bytes.map { $0 == 0x0A ? 0x0D : $0 }
    case 6: bytes = bytes.filter { $0 != 0x0A }
    case 7: bytes = Self.utf16(bytes, isBigEndian: number(0...1) == 0)
    case 8: insert(Self.commands, into: &bytes)
    case 9: replaceNumbers(in: &bytes)
    case 10: bytes.replaceSubrange(place..<end, with: (place..<end).map { _ in UInt8(number(0...255)) })
    case 11: bytes.replaceSubrange(place..<end, with: [UInt8](repeating: 0, count: end - place))
    default: insert(Self.structure, into: &bytes)
    }
  }

  private static let commands = ["\u{1B}[32m", "\u{1B}[", "\u{1B}]0;title\u{7}", "\u{1B}", "\u{1B}[0m"]
  private static let structure = [
    "{", "}", "[", "]", "\"", ",", ":", "\\", "\r\n", "\n\n", "|", "+-", "Epoch [", "iter: ", "copypaste: ",
    "é", "\u{FEFF}",
    "Average Precision (AP) @[ IoU=", "{'bbox': OrderedDict([", "step,loss\n",
  ]
  private static let numbers = [
    "1e999", "-1e999", "nan", "inf", "-", "99999999999999999999", "-9223372036854775808", "1e-400", "0x10",
    "1.2.3", "1e",
    "9223372036854775807", "+", "١",
  ]

  private mutating func insert(_ texts: [String], into bytes: inout [UInt8]) {
    for _ in 0..<number(1...8) {
      bytes.insert(contentsOf: texts[number(0...texts.count - 1)].utf8, at: number(0...bytes.count))
    }
  }

  private mutating func replaceNumbers(in bytes: inout [UInt8]) {
    for _ in 0..<number(1...8) {
      let from = number(0...bytes.count - 1)
      let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
      guard let start = bytes[from...].firstIndex(where: isDigit) else { continue }
      let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
      bytes.replaceSubrange(start..<end, with: Self.numbers[number(0...Self.numbers.count - 1)].utf8)
    }
  }

  private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
    let units = [0xFEFF] + Array(String(decoding: bytes, as: UTF8.self).utf16)
    return units.flatMap { unit in
      isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  }
}
