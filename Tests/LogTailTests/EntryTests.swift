import CLogBytes
import Events
import Foundation
import Testing

@testable import LogTail

/// Reading that begins in the middle of a file.
@Suite struct EntryTests {
  /// What a reader makes of a file from the last place up to a byte.
  private static func values(_ bytes: [UInt8], from byte: Int, as format: LogFormat, portion: Int) throws
    -> [Double]
  {
    let start = try #require(format.entry.place(upTo: byte))
    var reader = bytes.prefix(4096).withUnsafeBytes { LogReader(format: format, inTheMiddleOf: $0) }
    var values: [Double] = []
    for place in stride(from: start, to: bytes.count, by: portion) {
      bytes[place..<min(place + portion, bytes.count)].withUnsafeBytes { reader.read($0) }
      values += reader.batch.values.map(\.value)
      #expect(reader.batch.badRecords == 0)
    }
    return values
  }

  private static func events(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { step in
      let value =
        SyntheticLogs.field(1, Array("loss".utf8)) + [0x15]
        + SyntheticLogs.littleEndian(Float(step).bitPattern)
      return SyntheticLogs.framed(
        [0x10] + SyntheticLogs.varint(UInt64(step)) + SyntheticLogs.field(5, SyntheticLogs.field(1, value)))
    }
  }

  /// Every record is as long as the next: from any byte on, what is whole is read.
  @Test(arguments: [1, 7, 1000]) func recordsOfTensorBoardAreFoundByTheirChecksums(portion: Int) throws {
    let bytes = Self.events(100), size = bytes.count / 100
    for byte in [1, size - 1, size, size + 1, 50 * size + 3, bytes.count - 1] {
      let first = (byte + size - 1) / size
      let values = try Self.values(bytes, from: byte, as: .tensorboard, portion: portion)
      #expect(values == (first..<100).map { Double($0) }, "from byte \(byte)")
    }
  }

  private static func chunk(_ data: [UInt8]) -> [UInt8] {
    let checked = [1] + data
    let checksum = checked.withUnsafeBytes { tb_log_crc32(0, $0.baseAddress, $0.count) }
    return SyntheticLogs.littleEndian(checksum) + SyntheticLogs.littleEndian(UInt16(data.count)) + checked
  }

  private static func history(_ step: Int) -> [UInt8] {
    let items = [("_step", step), ("loss", step)].flatMap { key, value in
      let text = Array("\(value)".utf8)
      return SyntheticLogs.field(
        1,
        SyntheticLogs.field(1, Array(key.utf8)) + [0x82, 0x01] + SyntheticLogs.varint(UInt64(text.count))
          + text)
    }
    return SyntheticLogs.field(2, items)
  }

  /// A file of W&B: its header, then chunks; what a block cannot hold is padded with zeros.
  private static func wandb(_ count: Int) -> [UInt8] {
    var bytes = Array(":W&B".utf8) + [0xE1, 0xBE, 0x00]
    for step in 0..<count {
      let chunk = chunk(history(step))
      let left = ChunkBlocks.size - bytes.count % ChunkBlocks.size
      if left < chunk.count { bytes += [UInt8](repeating: 0, count: left) }
      bytes += chunk
    }
    return bytes
  }

  @Test(arguments: [100, 1 << 20]) func blocksOfWeightsAndBiasesAreReadFromAnyOfThem(portion: Int) throws {
    let bytes = Self.wandb(4000)
    let whole = Reading(bytes, as: .wandb).values("loss")
    #expect(whole == (0..<4000).map { Double($0) })
    let newest = try Self.values(bytes, from: 2 * ChunkBlocks.size + 5, as: .wandb, portion: portion)
    #expect(newest.count > 100 && newest.count < 4000)
    #expect(newest == Array(whole.suffix(newest.count)))
  }

  @Test func aDocumentIsReadFromItsStartAlone() {
    #expect(LogFormat.huggingFace.entry.place(upTo: 100) == nil)
    #expect(LogFormat.csv.entry.place(upTo: 100) == 100)
  }

  @Test(arguments: [("events.out.tfevents.1", LogFormat.tensorboard), ("run-1.wandb", .wandb)])
  func aLongFileShowsItsNewestPartFirst(name: String, format: LogFormat) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "entry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = format == .wandb ? Self.wandb(110_000) : Self.events(130_000)
    try #require(bytes.count > 2 * RunFollower.newestByteCount)
    try Data(bytes).write(to: folder.appending(path: name))
    let histories = Histories()
    LogFollower([folder.path], known: nil) {
      histories.take($0)
    } adoptOwn: { _ in
    }.lookNow()
    #expect(histories.extents == [.newest, .whole])
    let last = histories.lastSteps
    #expect(last.count == 2 && last[0] == last[1] && last[0] == (format == .wandb ? 109_999 : 129_999))
  }

  private final class Histories: @unchecked Sendable {
    // @unchecked: the follower is asked to look and has looked before anything is read here.
    private var all: [LogHistory] = []

    func take(_ event: RunEvent) {
      if case .logged(.history(let history)) = event.body { all.append(history) }
    }

    var extents: [LogHistory.Extent] { all.map(\.extent) }
    var lastSteps: [Int?] { all.map { $0.series[.loss]?.last?.step } }
  }
}
