import Testing

@testable import LogTail

@Suite struct RecordFormatTests {
  private static func event(step: UInt64, _ value: [UInt8]) -> [UInt8] {
    [0x09] + SyntheticLogs.littleEndian(1_700_000_000.5.bitPattern) + [0x10] + SyntheticLogs.varint(step)
      + SyntheticLogs.field(5, SyntheticLogs.field(1, value))
  }

  private static func scalar(_ tag: String, _ value: Float) -> [UInt8] {
    SyntheticLogs.field(1, Array(tag.utf8)) + [0x15] + SyntheticLogs.littleEndian(value.bitPattern)
  }

  private static func tensor(_ tag: String, type: UInt8, shape: [UInt8] = [], _ value: [UInt8]) -> [UInt8] {
    SyntheticLogs.field(1, Array(tag.utf8))
      + SyntheticLogs.field(8, [0x08, type] + SyntheticLogs.field(2, shape) + value)
  }

  private static let version: [UInt8] =
    [0x09] + SyntheticLogs.littleEndian(1_700_000_000.5.bitPattern)
    + SyntheticLogs.field(3, Array("brain.Event:2".utf8))

  private static func file(_ events: [[UInt8]]) -> [UInt8] {
    ([version] + events).flatMap(SyntheticLogs.framed)
  }

  @Test func readsOldAndNewScalars() {
    let content = SyntheticLogs.field(4, SyntheticLogs.littleEndian(Float(1.5).bitPattern))
    let listed: [UInt8] = SyntheticLogs.field(5, SyntheticLogs.littleEndian(Float(2.5).bitPattern))
    let integer: [UInt8] = SyntheticLogs.field(10, SyntheticLogs.varint(7))
    let reading = Reading(
      Self.file([
        Self.event(step: 1, Self.scalar("loss", .nan)),
        Self.event(step: 2, Self.tensor("new", type: 1, content)),
        Self.event(step: 3, Self.tensor("listed", type: 1, listed)),
        Self.event(step: 4, Self.tensor("count", type: 9, integer)),
        Self.event(step: 5, Self.scalar("val/bbox_mAP", 0.25)),
      ]), as: .tensorboard)
    #expect(reading.steps == [1, 2, 3, 4, 5])
    #expect(reading.values("loss")[0].isNaN)
    #expect(
      reading.values("new") == [1.5] && reading.values("listed") == [2.5] && reading.values("count") == [7])
    #expect(reading.records[0].time == 1_700_000_000.5)
    #expect(reading.evaluations.map { $0.summary[.averagePrecision(.box)] } == [25])
  }

  /// The hyperparameters' plugin writes a tensor of shape [1], texts are of strings, pictures are no scalars.
  @Test func passesOverWhatIsNoScalar() {
    let shape = SyntheticLogs.field(2, [0x08, 1])
    let word = SyntheticLogs.field(8, Array("text".utf8))
    let reading = Reading(
      Self.file([
        Self.event(step: 0, Self.tensor("_hparams_/experiment", type: 1, shape: shape, [])),
        Self.event(step: 0, Self.tensor("notes/text_summary", type: 7, word)),
        Self.event(step: 0, SyntheticLogs.field(1, Array("img".utf8)) + SyntheticLogs.field(4, [0x08, 1])),
      ]), as: .tensorboard)
    #expect(reading.series.isEmpty && reading.badRecords == 0)
  }

  @Test func passesOverARecordWithAWrongChecksum() {
    var bytes = Self.file([
      Self.event(step: 1, Self.scalar("loss", 1)), Self.event(step: 2, Self.scalar("loss", 2)),
    ])
    bytes[SyntheticLogs.framed(Self.version).count + 20] ^= 1
    let reading = Reading(bytes, as: .tensorboard)
    #expect(reading.badRecords == 1 && reading.lastBadRecord?.reason == .wrongChecksum)
    #expect(reading.values("loss") == [2])
  }

  @Test func stopsAtALengthWithAWrongChecksum() {
    var bytes = Self.file([
      Self.event(step: 1, Self.scalar("loss", 1)), Self.event(step: 2, Self.scalar("loss", 2)),
    ])
    bytes[SyntheticLogs.framed(Self.version).count] ^= 1
    let reading = Reading(bytes, as: .tensorboard, portion: 5)
    #expect(reading.badRecords == 1 && reading.lastBadRecord?.reason == .wrongLength)
    #expect(reading.series.isEmpty)
  }

  @Test func waitsForTheEndOfARecord() {
    let bytes = Self.file([Self.event(step: 1, Self.scalar("loss", 1))])
    for cut in bytes.indices {
      let reading = Reading(Array(bytes[..<cut]), as: .tensorboard)
      #expect(reading.badRecords == 0 && reading.series.isEmpty)
    }
  }

  /// A valid length of 20 MB: pictures are passed over without being held.
  @Test func passesOverAHugeRecord() {
    let length = SyntheticLogs.littleEndian(UInt64(20 << 20))
    let header = length + SyntheticLogs.littleEndian(length.withUnsafeBytes { RecordChecksum.masked(of: $0) })
    let bytes =
      header + [UInt8](repeating: 0, count: (20 << 20) + 4)
      + Self.file([Self.event(step: 1, Self.scalar("a", 1))])
    #expect(Reading(bytes, as: .tensorboard, portion: 1 << 20).values("a") == [1])
  }
}
