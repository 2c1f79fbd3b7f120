import Events
import Foundation
import Testing

@testable import RunStore

@Suite struct EventTailTests {
  let temporary: TemporaryFolder
  let folder: RunFolder
  let file: FileHandle

  init() throws {
    temporary = try TemporaryFolder()
    folder = try RunFolder(creating: temporary("run"), recipe: "")
    try Data().write(to: URL(fileURLWithPath: folder.events))
    file = try #require(FileHandle(forWritingAtPath: folder.events))
  }

  @Test func onlyWhatIsNewIsRead() throws {
    var tail = try EventTail(of: folder)
    #expect(try tail.next() == [])
    try file.write(contentsOf: line("one") + line("two"))
    #expect(try tail.next().map(\.body) == [.phase("one"), .phase("two")])
    #expect(try tail.next() == [])
    try file.write(contentsOf: line("three"))
    #expect(try tail.next().map(\.body) == [.phase("three")])
  }

  @Test func aLineStillBeingWrittenIsWaitedFor() throws {
    var tail = try EventTail(of: folder)
    let whole = line("whole")
    try file.write(contentsOf: whole.prefix(9))
    #expect(try tail.next() == [])
    try file.write(contentsOf: whole.dropFirst(9))
    #expect(try tail.next().map(\.body) == [.phase("whole")])
  }

  @Test func aTornLineThatIsCutOffIsForgotten() throws {
    var tail = try EventTail(of: folder)
    let torn = line("torn")
    try file.write(contentsOf: torn.prefix(9))
    #expect(try tail.next() == [])
    try file.truncate(atOffset: 0)
    #expect(try tail.next() == [])
    try file.write(contentsOf: line("after"))
    #expect(try tail.next().map(\.body) == [.phase("after")])
  }

  @Test func aLineThatIsNoEventIsCounted() throws {
    var tail = try EventTail(of: folder)
    try file.write(contentsOf: Data("not JSON\n".utf8) + line("fine"))
    #expect(try tail.next().map(\.body) == [.phase("fine")])
    #expect(tail.unreadable?.lines == 1)
  }

  @Test func aFileThatIsWrittenAnewUnderItsNameIsFollowed() throws {
    var tail = try EventTail(of: folder)
    try file.write(contentsOf: line("one"))
    #expect(try tail.next().map(\.body) == [.phase("one")])
    try (line("one") + line("two")).write(to: URL(fileURLWithPath: folder.events), options: .atomic)
    #expect(try tail.next().map(\.body) == [.phase("two")])
  }

  /// 100 MB in one line: no event, read once, and what follows is.
  @Test func aLineWithoutEndIsPassedOverInTimeThatFollowsItsLength() throws {
    var tail = try EventTail(of: folder)
    let block = Data(repeating: UInt8(ascii: "x"), count: 10 << 20)
    for _ in 0..<10 { try file.write(contentsOf: block) }
    try file.write(contentsOf: Data("\n".utf8) + line("after"))
    let start = ContinuousClock.now
    #expect(try tail.next().map(\.body) == [.phase("after")])
    #expect(tail.unreadable?.lines == 1)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  private func line(_ phase: String) -> Data {
    Data(RunEvent(run: RunID("run"), time: 1, body: .phase(phase)).line ?? [])
  }
}
