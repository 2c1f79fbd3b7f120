import EventLines
import Events
import Foundation
import Testing

@testable import RunStore

@Suite struct CheckpointShelfTests {
  let temporary: TemporaryFolder
  let run: RunFolder
  let shelf: CheckpointShelf

  init() throws {
    temporary = try TemporaryFolder()
    run = try RunFolder(creating: temporary("run"), recipe: "")
    shelf = CheckpointShelf(run, keeping: 2)
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
    #expect(try shelf.newestGood().checkpoint == checkpoint)
    #expect(try String(contentsOfFile: checkpoint.path, encoding: .utf8) == "weights")
  }

  @Test func onlyTheNewestStay() throws {
    for step in [5, 10, 15, 100] { try publish(step, "step \(step)") }
    #expect(try shelf.all().map(\.step) == [15, 100])
  }

  @Test func aResumedRunReplacesWhatItTrainsAgain() throws {
    for step in [10, 20] { try publish(step, "first") }
    try publish(15, "second")
    #expect(try shelf.all().map(\.step) == [10, 15])
  }

  @Test func aDamagedCheckpointGivesWayToTheOneBefore() throws {
    let good = try publish(10, "good").checkpoint
    let bad = try publish(20, "bad").checkpoint
    try Data("bed".utf8).write(to: URL(fileURLWithPath: bad.path))
    let (newest, damaged) = try shelf.newestGood()
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
    #expect(try shelf.newestGood().checkpoint == good)
    let files = try FileManager.default.contentsOfDirectory(atPath: temporary("run/checkpoints"))
    #expect(files.count == 1)
  }

  @Test func whatACrashLeftHalfWrittenIsNoCheckpointAndIsRemoved() throws {
    let path = temporary("run/checkpoints/step-30.partial")
    try Data("half".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try shelf.newestGood().checkpoint == nil)
    try shelf.clearPartial()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// A folder in a checkpoint's place opens and cannot be read, for root too: the error of a failing disk.
  @Test func aCheckpointThatCannotBeReadIsNotADamagedOne() throws {
    let good = try publish(10, "good").checkpoint
    let unreadable = run.checkpoints + "/step-20-01234567.pt"
    try FileManager.default.createDirectory(atPath: unreadable, withIntermediateDirectories: false)
    #expect(throws: RunStoreError.cannot("read", unreadable, reason: SystemReason("Is a directory"))) {
      try shelf.newestGood()
    }
    #expect(throws: RunStoreError.self) { try shelf.origin(of: run) }
    #expect(FileManager.default.fileExists(atPath: good.path))
    #expect(FileManager.default.fileExists(atPath: unreadable))
  }

  @Test func aFolderThatCannotBeListedIsNotAnEmptyOne() throws {
    try FileManager.default.removeItem(atPath: run.checkpoints)
    try "a file".write(toFile: run.checkpoints, atomically: false, encoding: .utf8)
    #expect(throws: RunStoreError.cannot("list", run.checkpoints, reason: SystemReason("Not a directory"))) {
      try shelf.newestGood()
    }
  }

  @Test func aRunThatNeverSavedBeginsAnewAndOneWhoseCheckpointsAreAllDamagedDoesNot() throws {
    #expect(try shelf.origin(of: run).checkpoint == nil)
    let bad = try publish(20, "bad").checkpoint
    try Data("bed".utf8).write(to: URL(fileURLWithPath: bad.path))
    #expect(throws: RunStoreError.noGoodCheckpoint(folder: run.path, damaged: 1)) {
      try shelf.origin(of: run)
    }
    let good = try publish(10, "good").checkpoint
    try Data("bed".utf8).write(to: URL(fileURLWithPath: run.checkpoints + "/step-20-01234567.pt"))
    let (checkpoint, damaged) = try shelf.origin(of: run)
    #expect(checkpoint == good && damaged.map(\.step) == [20])
  }

  /// The events tell of it: somebody deleted what there was.
  @Test func aRunWhoseCheckpointsAreGoneDoesNotBeginAnewUnasked() throws {
    try record([.started(at: 0), .checkpoint(step: 5, path: "x", bytes: 1)])
    #expect(throws: RunStoreError.noGoodCheckpoint(folder: run.path, damaged: 0)) {
      try shelf.origin(of: run)
    }
    try record([.started(at: 0)])
    #expect(try shelf.origin(of: run).checkpoint == nil)
    try record([.checkpoint(step: 5, path: "x", bytes: 1), .started(at: 5)])
    #expect(throws: RunStoreError.self) { try shelf.origin(of: run) }
  }

  @Test func whatARunFromScratchPutsAsideIsAllThere() throws {
    #expect(try CheckpointShelf(RunFolder(creating: temporary("new"), recipe: ""), keeping: 1).all().isEmpty)
    let old = try publish(10, "old").checkpoint
    let aside = try #require(try shelf.setAside())
    #expect(try shelf.all().isEmpty)
    let name = URL(fileURLWithPath: old.path).lastPathComponent
    #expect(try String(contentsOfFile: aside + "/" + name, encoding: .utf8) == "old")
    try publish(3, "anew")
    let next = try #require(try shelf.setAside())
    #expect(next != aside && FileManager.default.fileExists(atPath: next))
  }

  /// The disk has room for two files.
  @Test func theOldestGivesWayWhereThereIsNoRoom() throws {
    let roomy = CheckpointShelf(run, keeping: 5)
    for step in [10, 20, 30] { try publish(step, "step \(step)", on: roomy) }
    let (checkpoint, _) = try roomy.publish(step: 40) { path in
      guard try roomy.all().count < 2 else { throw NoRoom() }
      try Data("step 40".utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(try roomy.all().map(\.step) == [30, 40])
    #expect(try roomy.newestGood().checkpoint == checkpoint)
  }

  @Test func theNewestGoodNeverGivesWay() throws {
    let roomy = CheckpointShelf(run, keeping: 5)
    for step in [10, 20] { try publish(step, "step \(step)", on: roomy) }
    let damaged = run.checkpoints + "/step-30-01234567.pt"
    try Data("bad".utf8).write(to: URL(fileURLWithPath: damaged))
    #expect(throws: NoRoom.self) { try roomy.publish(step: 40) { _ in throw NoRoom() } }
    #expect(try roomy.all().map(\.step) == [20, 30])
    #expect(try roomy.newestGood().checkpoint?.step == 20)
  }

  @Test func otherFailuresDropNothing() throws {
    let roomy = CheckpointShelf(run, keeping: 5)
    for step in [10, 20] { try publish(step, "step \(step)", on: roomy) }
    struct Broken: Error {}
    #expect(throws: Broken.self) { try roomy.publish(step: 30) { _ in throw Broken() } }
    #expect(try roomy.all().map(\.step) == [10, 20])
  }

  @Test func aDeletedFolderIsMadeAgain() throws {
    try FileManager.default.removeItem(atPath: run.checkpoints)
    let (checkpoint, _) = try publish(10, "weights")
    #expect(try shelf.newestGood().checkpoint == checkpoint)
  }

  @Test func whatTheRunDoesNotTakeGoesIntoAFolderOfItsOwnUnderItsName() throws {
    let (path, bytes) = try FallbackShelf(below: temporary.path, of: run).publish(step: 7) {
      try Data("weights".utf8).write(to: URL(fileURLWithPath: $0))
    }
    #expect(bytes == 7 && path.hasPrefix(temporary("tailboard-run-")))
    try FileManager.default.moveItem(
      atPath: path, toPath: run.checkpoints + "/" + URL(fileURLWithPath: path).lastPathComponent)
    #expect(try shelf.newestGood().checkpoint?.step == 7)
    #expect(throws: RunStoreError.self) {
      try FallbackShelf(below: temporary("nowhere"), of: run).publish(step: 8) { _ in }
    }
  }

  private struct NoRoom: Error, CustomStringConvertible {
    var description: String { "x.pt: No space left on device" }
  }

  private func record(_ bodies: [RunEvent.Body]) throws {
    let lines = bodies.compactMap { RunEvent(run: RunID("run"), time: 1, body: $0).line }
    try Data(lines.joined()).write(to: URL(fileURLWithPath: run.events))
  }

  @discardableResult
  private func publish(
    _ step: Int, _ text: String, on shelf: CheckpointShelf? = nil
  ) throws -> (checkpoint: CheckpointShelf.Checkpoint, bytes: Int) {
    try (shelf ?? self.shelf).publish(step: step) { try Data(text.utf8).write(to: URL(fileURLWithPath: $0)) }
  }
}

extension RunEvent.Body {
  fileprivate static func started(at step: Int) -> RunEvent.Body {
    .started(
      RunDescription(
        recipe: "r", detector: "d", loss: "l", device: "cpu", seed: 1, batchSize: 2, totalSteps: 8,
        stepsPerEpoch: 3, evaluationInterval: 4, resumedAt: step, folder: "f", classes: []))
  }
}
