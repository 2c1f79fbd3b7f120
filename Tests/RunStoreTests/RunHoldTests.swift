import Events
import Foundation
import Testing

@testable import RunStore

@Suite struct RunHoldTests {
  private let temporary: TemporaryFolder
  private let folder: String

  init() throws {
    temporary = try TemporaryFolder()
    folder = temporary("run")
    try RunFolder.makeFolder(ofRuns: folder)
  }

  @Test func aSecondHolderIsRefusedWithWhoHoldsItSinceWhen() throws {
    let hold = try RunHold(folder)
    let holder = try #require(RunHolding.of(folder: folder).holder)
    #expect(holder.pid == Int(getpid()) && holder.host == Requester.hostName)
    let error = #expect(throws: RunStoreError.self) { try RunHold(folder) }
    #expect(error == .inUse(folder: folder, holder: holder))
    let year = Date(timeIntervalSince1970: holder.since).formatted(.iso8601.year())
    let text = "\(error.map { "\($0)" } ?? "")"
    #expect(text.contains("process \(holder.pid) on \(holder.host)") && text.contains("since \(year)"))
    hold.release()
    #expect(RunHolding.of(folder: folder) == .free)
    try RunHold(folder).release()
  }

  @Test func aHolderThatDiedGivesWay() throws {
    try write(pid: Int(getpid()), birth: "1")
    guard case .died(let trainer, _) = RunHolding.of(folder: folder) else {
      Issue.record("another process of its number is taken for it")
      return
    }
    let hold = try RunHold(folder)
    #expect(hold.predecessor?.trainer == trainer)
    hold.release()
  }

  @Test func aTrainerOfAnotherMachineIsAliveWhileItGivesSigns() throws {
    try write(pid: 1, birth: "1", host: "elsewhere")
    let now = Date().timeIntervalSince1970
    #expect(RunHolding.of(folder: folder, now: now + 119).holder?.host == "elsewhere")
    #expect(throws: RunStoreError.self) { try RunHold(folder) }
    #expect(RunHolding.of(folder: folder, now: now + 121).holder == nil)
  }

  @Test func aNumberOfAnotherBootOrContainerSaysNothing() throws {
    try write(pid: Int(getpid()), birth: LocalProcess(Int(getpid()))?.birth ?? "", scope: "another boot")
    let now = Date().timeIntervalSince1970
    #expect(RunHolding.of(folder: folder, now: now).holder != nil)
    #expect(RunHolding.of(folder: folder, now: now + 121).holder == nil)
  }

  @Test func aStoppedProcessIsSuspended() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sleep")
    process.arguments = ["60"]
    try process.run()
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let pid = Int(process.processIdentifier)
    kill(process.processIdentifier, SIGSTOP)
    try write(pid: pid, birth: try #require(LocalProcess(pid)?.birth))
    let deadline = Date(timeIntervalSinceNow: 20)
    while LocalProcess(pid)?.isSuspended == false, Date() < deadline {}
    guard case .suspended(let trainer) = RunHolding.of(folder: folder) else {
      Issue.record("\(RunHolding.of(folder: folder))")
      return
    }
    #expect(trainer.pid == pid)
  }

  /// A trainer of another machine that was frozen for minutes: another took the run meanwhile.
  @Test func aHolderThatWasReplacedWritesNothingMore() throws {
    let hold = try RunHold(folder)
    try hold.confirm(at: .now + .seconds(21))
    try write(pid: 7, birth: "1", host: "elsewhere")
    try hold.confirm(at: .now + .seconds(19))
    let error = #expect(throws: RunStoreError.self) { try hold.confirm(at: .now + .seconds(21)) }
    guard case .replaced(_, let other) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(other.host == "elsewhere" && other.pid == 7)
    #expect(throws: RunStoreError.self) { try hold.confirm() }
    let before = try modificationTime()
    hold.giveSign()
    #expect(try modificationTime() == before)
    hold.release()
    #expect(RunHolding.of(folder: folder).holder == other)
  }

  @Test func theHeartbeatFindsAReplacementToo() throws {
    let hold = try RunHold(folder)
    hold.giveSign()
    try hold.confirm()
    try write(pid: 7, birth: "1", host: "elsewhere")
    hold.giveSign()
    #expect(throws: RunStoreError.self) { try hold.confirm() }
  }

  @Test func aReplacedTrainersEventsAndCheckpointsStayUnwritten() throws {
    let run = try RunFolder(creating: temporary("other"), recipe: "")
    let hold = try RunHold(run.path)
    let log = try EventLog(run, under: hold) { _ in }
    let shelf = CheckpointShelf(run, keeping: 1, under: hold)
    let event = RunEvent(run: RunID("other"), time: 1, body: .state(.running))
    log.append(event)
    try shelf.publish(step: 1) { try Data("good".utf8).write(to: URL(fileURLWithPath: $0)) }
    log.close()
    let before = try RecordedEvents(of: run).events
    #expect(before.map(\.body) == [.state(.running)])
    try write(pid: 7, birth: "1", host: "elsewhere", into: run.path)
    hold.giveSign()
    log.append(event)
    log.close()
    #expect(try RecordedEvents(of: run).events == before)
    #expect(throws: RunStoreError.self) {
      try shelf.publish(step: 2) { try Data("late".utf8).write(to: URL(fileURLWithPath: $0)) }
    }
    #expect(try shelf.all().map(\.step) == [1])
  }

  @Test func aRecordThatSomebodyRemovedIsWrittenAgain() throws {
    let hold = try RunHold(folder)
    let holder = try #require(RunHolding.of(folder: folder).holder)
    try FileManager.default.removeItem(atPath: folder + "/trainer.json")
    hold.giveSign()
    try hold.confirm()
    #expect(RunHolding.of(folder: folder).holder == holder)
    #expect(throws: RunStoreError.self) { try RunHold(folder) }
    hold.release()
    #expect(RunHolding.of(folder: folder) == .free)
  }

  /// ENOLCK is what NFS without lockd answers: then only the record counts.
  @Test func onlyTheWordOfAnotherHolderIsARefusal() {
    #expect(FileLock(result: 0, error: EWOULDBLOCK) == .taken)
    #expect(FileLock(result: -1, error: EWOULDBLOCK) == .heldElsewhere)
    for error in [ENOLCK, ENOSYS, EOPNOTSUPP, EIO] {
      #expect(FileLock(result: -1, error: error) == .unavailable)
    }
  }

  @Test func aLinkIsNotWrittenThrough() throws {
    try "mine".write(toFile: temporary("precious"), atomically: false, encoding: .utf8)
    symlink(temporary("precious"), folder + "/trainer.json")
    #expect(throws: RunStoreError.self) { try RunHold(folder) }
    #expect(try String(contentsOfFile: temporary("precious"), encoding: .utf8) == "mine")
  }

  @Test func whatIsNoRecordHoldsNothing() throws {
    try "{".write(toFile: folder + "/trainer.json", atomically: false, encoding: .utf8)
    #expect(RunHolding.of(folder: folder) == .free)
    try RunHold(folder).release()
  }

  private func write(
    pid: Int, birth: String, host: String = Requester.hostName, scope: String = Machine.here.scope,
    into folder: String? = nil
  ) throws {
    let identity = TrainerIdentity(host: host, pid: pid, user: "ada", since: 1e9)
    let record = TrainerRecord(identity: identity, scope: scope, birth: birth)
    let file = (folder ?? self.folder) + "/trainer.json"
    try Data(record.text).write(to: URL(fileURLWithPath: file))
  }

  private func modificationTime() throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: folder + "/trainer.json")[.modificationDate] as? Date
  }
}
