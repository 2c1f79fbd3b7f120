import Annotations
import Foundation
import Testing

@testable import Evaluation

/// Annotation files, results files and Open Images' CSV files, damaged at random from a seed: numbers or one error, never a
/// crash, never a hang.
///
/// The suite takes a few hundred; `TAILBOARD_DAMAGED_FILES=3000 swift test --filter DamagedData` as many as are wanted.
@Suite struct DamagedDataTests {
  private static let count =
    ProcessInfo.processInfo.environment["TAILBOARD_DAMAGED_FILES"].flatMap { Int($0) } ?? 60
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data/field/data").standardized

  /// Annotation and results files that belong together, small enough to be damaged often.
  private static let pairs: [(gt: URL, dt: URL)] = FieldCasesTests.cases.map {
    (folder.appending(path: $0.gt), folder.appending(path: $0.dt))
  }.filter { pair in [pair.0, pair.1].allSatisfy { (try? Data(contentsOf: $0).count) ?? .max < 30_000 } }

  private enum Part: CaseIterable { case truths, detections }

  @Test(arguments: Part.allCases) private func resultsAndAnnotationsEndInNumbersOrAnError(part: Part) throws {
    try #require(Self.pairs.count > 20)
    var damage = DataDamage(seed: 14)
    let file = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    var evaluated = 0
    for number in 0..<Self.count {
      let pair = Self.pairs[damage.number(0...Self.pairs.count - 1)]
      let source = part == .truths ? pair.gt : pair.dt
      try Data(damage.damaged(Array(Data(contentsOf: source)))).write(to: file)
      let content: ResultsFile.Content = damage.number(0...1) == 0 ? .boxes : .masks
      let rules: BenchmarkRules = damage.number(0...1) == 0 ? .coco : .lvis
      let seconds = ContinuousClock().measure {
        let found = try? FileEvaluation(
          truths: part == .truths ? file : pair.gt, detections: [part == .detections ? file : pair.dt],
          content: content, rules: rules, depth: .errors)
        for value in found?.results.summary.compactMap(\.value) ?? [] { #expect((-1...1).contains(value)) }
        if found != nil { evaluated += 1 }
      }
      #expect(seconds < .seconds(20), "file \(number), \(source.lastPathComponent)")
    }
    #expect(evaluated > 0)
  }

  @Test func tablesOfOpenImagesEndInNumbersOrAnError() throws {
    var damage = DataDamage(seed: 15)
    let own = Self.folder.appending(path: "18-open-images")
    let names = ["classes.csv", "boxes.csv", "labels.csv", "det.csv", "tree.json"]
    let file = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    for number in 0..<Self.count {
      let name = names[damage.number(0...names.count - 1)]
      let bytes = try Array(Data(contentsOf: own.appending(path: name)))
      try Data(damage.damaged(bytes)).write(to: file)
      let place = { (other: String) in other == name ? file : own.appending(path: other) }
      let seconds = ContinuousClock().measure {
        let data = try? OpenImagesData(
          OpenImagesData.Files(
            classes: place(names[0]), boxes: place(names[1]), labels: place(names[2]),
            detections: place(names[3]),
            hierarchy: place(names[4]), detectionExpansion: .toParents))
        let mean = (try? data?.evaluated(by: .v2(groupWeight: 1)))?.meanAveragePrecision
        if let mean, !mean.isNaN { #expect((0...1).contains(mean)) }
      }
      #expect(seconds < .seconds(20), "file \(number), \(name)")
    }
  }
}

/// Ways in which files of data are damaged, drawn from a seed. Most keep the file's structure, so that what lies deep is
/// reached.
struct DataDamage {
  private var generator: SplitMix

  init(seed: UInt64) { generator = SplitMix(seed: seed) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  private static let values = [
    "1e999", "-1", "null", "\"\"", "[]", "{}", "99999999999999999999", "NaN", "0", "9223372036854775807",
    "-9223372036854775808", "1e308", "4294967296", "true", "\"a\"", "[[1,2,3,4]]", "1e-308", "0.5",
    "[1,1,-5,-5]",
  ]

  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<[1, 1, 2, 4][number(0...3)] where !bytes.isEmpty {
      number(0...9) < 6 ? replaceNumber(in: &bytes) : scramble(&bytes)
    }
    return bytes
  }

  private mutating func replaceNumber(in bytes: inout [UInt8]) {
    let isPart = { (byte: UInt8) in (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") }
    let from = number(0...bytes.count - 1)
    guard let start = bytes[from...].firstIndex(where: isPart) else { return }
    let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: Self.values[number(0...Self.values.count - 1)].utf8)
  }

  private mutating func scramble(_ bytes: inout [UInt8]) {
    let place = number(0...bytes.count - 1)
    let end = min(place + number(1...60), bytes.count)
    switch number(0...5) {
    case 0: bytes[place] ^= UInt8(1 << number(0...7))
    case 1: bytes.removeSubrange(place..<end)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.removeSubrange(place...)
    case 4: bytes.replaceSubrange(place..<end, with: (place..<end).map { _ in UInt8(number(0...255)) })
    default:
      bytes.insert(
        contentsOf: ["[", "]", "{", "}", ",", ":", "\"", "\\", "\u{0}"][number(0...8)].utf8, at: place)
    }
  }
}
