import Foundation
import Testing

@testable import RunStore

@Suite struct CheckpointShelfTests {
  let temporary: TemporaryFolder
  let shelf: CheckpointShelf

  init() throws {
    temporary = try TemporaryFolder()
    shelf = CheckpointShelf(try RunFolder(creating: temporary("run"), recipe: ""), keeping: 2)
  }

  /// The check value of CRC-32/ISO-HDLC.
  @Test func checksumIsZlibs() {
    var crc = CRC32()
    Array("123456789".utf8).withUnsafeBytes { crc.update($0) }
    #expect(crc.value == 0xCBF4_3926)
  }

  @Test func aPublishedCheckpointIsTheNewestGood() throws {
    let (checkpoint, bytes) = try publish(10, "weights")
    #expect(bytes == 7)
    #expect(shelf.newestGood().checkpoint == checkpoint)
    #expect(try String(contentsOfFile: checkpoint.path, encoding: .utf8) == "weights")
  }

  @Test func onlyTheNewestStay() throws {
    for step in [5, 10, 15, 100] { try publish(step, "step \(step)") }
    #expect(shelf.all.map(\.step) == [15, 100])
  }

  @Test func aResumedRunReplacesWhatItTrainsAgain() throws {
    for step in [10, 20] { try publish(step, "first") }
    try publish(15, "second")
    #expect(shelf.all.map(\.step) == [10, 15])
  }

  @Test func aDamagedCheckpointGivesWayToTheOneBefore() throws {
    let good = try publish(10, "good").checkpoint
    let bad = try publish(20, "bad").checkpoint
    try Data("bed".utf8).write(to: URL(fileURLWithPath: bad.path))
    let (newest, damaged) = shelf.newestGood()
    #expect(newest == good)
    #expect(damaged == [bad])
  }

  @Test func aFailedWriteLeavesEverythingAsItWas() throws {
    let good = try publish(10, "good").checkpoint
    struct DiskFull: Error {}
    #expect(throws: DiskFull.self) {
      try shelf.publish(step: 20) { path in
        try Data("half".utf8).write(to: URL(fileURLWithPath: path))
        throw DiskFull()
      }
    }
    #expect(shelf.newestGood().checkpoint == good)
    let files = try FileManager.default.contentsOfDirectory(atPath: temporary("run/checkpoints"))
    #expect(files.count == 1)
  }

  @Test func whatACrashLeftHalfWrittenIsNoCheckpointAndIsRemoved() throws {
    let path = temporary("run/checkpoints/step-30.partial")
    try Data("half".utf8).write(to: URL(fileURLWithPath: path))
    #expect(shelf.newestGood().checkpoint == nil)
    shelf.clearPartial()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @discardableResult
  private func publish(_ step: Int, _ text: String) throws -> (
    checkpoint: CheckpointShelf.Checkpoint, bytes: Int
  ) {
    try shelf.publish(step: step) { try Data(text.utf8).write(to: URL(fileURLWithPath: $0)) }
  }
}
