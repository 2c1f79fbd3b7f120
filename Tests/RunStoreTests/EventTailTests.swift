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

  private func line(_ phase: String) -> Data {
    Data(RunEvent(run: RunID("run"), time: 1, body: .phase(phase)).line ?? [])
  }
}
