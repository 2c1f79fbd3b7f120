import Events
import Foundation
import Synchronization
import Testing

@testable import RunStore

@Suite struct RequestInboxTests {
  private let temporary: TemporaryFolder
  private let folder: RunFolder
  private let ada = Requester(user: "ada", host: "login1", through: "pts/3")

  init() throws {
    temporary = try TemporaryFolder()
    folder = try RunFolder(creating: temporary("run"), recipe: "")
  }

  @Test func requestsAreTakenInTheirOrderAndRemoved() throws {
    let inbox = RequestInbox(folder) { Issue.record("\($0)") }
    let asked = [ControlRequest.pause, .resume, .stop].map { AskedRequest($0, by: ada) }
    for request in asked { try folder.ask(request) }
    #expect(taken(from: inbox, 3) == asked)
    #expect(try names().isEmpty)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasPrefix(".") } == false
    )
  }

  @Test func whatLayThereBeforeTheTrainerIsRemovedAndTold() throws {
    try folder.ask(AskedRequest(.stop, by: ada))
    setTime(of: try #require(names().first), to: Date().timeIntervalSince1970 - 5)
    #expect(complaint() { _ in }.contains("older than this trainer"))
  }

  @Test(arguments: [
    "", "{", "[]", #"{"request":"dance"}"#, #"{"request":"stop"}"#,
    #"{"time":9e9,"request":"stop","id":"x","user":"\u001b[2J","host":"h","through":null}"#,
    #"{"time":9e9,"request":"stop","id":"x","user":"u","host":"h\u0085","through":null}"#,
  ])
  func aMalformedFileIsRemovedAndNeverObeyed(text: String) throws {
    #expect(
      complaint { try? text.write(toFile: $0 + "/x.json", atomically: false, encoding: .utf8) }
        .contains("it is no request"))
  }

  @Test func anAncientRequestIsRemovedAndNeverObeyed() throws {
    let text = #"{"time":12,"request":"stop","id":"x","user":"u","host":"h","through":null}"#
    let told = complaint { try? text.write(toFile: $0 + "/x.json", atomically: false, encoding: .utf8) }
    #expect(told.contains("older than this trainer"))
  }

  @Test func aLinkIsRemovedAndItsTargetIsNotRead() throws {
    let target = temporary("target.json")
    let text = #"{"time":9e9,"request":"stop","id":"x","user":"u","host":"h","through":null}"#
    try text.write(toFile: target, atomically: false, encoding: .utf8)
    #expect(complaint { symlink(target, $0 + "/x.json") }.contains("not an ordinary file"))
    #expect(complaint { link(target, $0 + "/x.json") }.contains("not an ordinary file"))
    #expect(FileManager.default.fileExists(atPath: target))
  }

  @Test func aHugeFileAPipeAndAFolderAreRemoved() throws {
    let huge = complaint { try? Data(count: 1 << 20).write(to: URL(fileURLWithPath: $0 + "/x.json")) }
    #expect(huge.contains("1048576 bytes"))
    #expect(complaint { mkfifo($0 + "/x.json", 0o600) }.contains("not an ordinary file"))
    #expect(complaint { mkdir($0 + "/x.json", 0o700) }.contains("not an ordinary file"))
  }

  /// To everybody but its owner and root a file is foreign; here it is the asker who is another, so that anybody can try.
  @Test func aForeignFileIsNotObeyed() throws {
    let stranger: uid_t = geteuid() == 65534 ? 65533 : 65534
    let told = Mutex<[String]>([])
    let inbox = RequestInbox(folder, of: [stranger]) { text in told.withLock { $0.append(text) } }
    try folder.ask(AskedRequest(.stop, by: ada))
    look(inbox, 2)
    #expect(try names().isEmpty)
    #expect(told.withLock { $0.joined() }.contains("it belongs to user \(geteuid())"))
  }

  @Test func theUserAndRootMayAskAndNobodyElse() {
    #expect(RequestInbox.owners(of: 1000) == [1000, 0])
    #expect(RequestInbox.owners(of: 0) == [0])
  }

  /// What cannot be removed would be obeyed again and again.
  @Test func aFolderWithSomethingInItIsToldOnceAndPassedOver() throws {
    let told = Mutex<[String]>([])
    let inbox = RequestInbox(folder) { text in told.withLock { $0.append(text) } }
    try FileManager.default.createDirectory(
      atPath: folder.requests + "/x.json/y", withIntermediateDirectories: true)
    look(inbox, 3)
    try folder.ask(AskedRequest(.pause, by: ada))
    #expect(taken(from: inbox, 1).map(\.request) == [.pause])
    #expect(told.withLock { $0.count } == 1)
  }

  @Test func aFloodIsRemovedInShortLooksAndToldInFewLines() throws {
    let told = Mutex<[String]>([])
    let inbox = RequestInbox(folder) { text in told.withLock { $0.append(text) } }
    for number in 0..<5000 {
      FileManager.default.createFile(atPath: folder.requests + "/\(number)", contents: nil)
    }
    var longest = Duration.zero
    while try !names().isEmpty {
      let before = ContinuousClock.now
      #expect(inbox.take() == nil)
      longest = max(longest, .now - before)
    }
    #expect(longest < .milliseconds(500), "\(longest)")
    #expect(told.withLock { $0.count } <= 2)
  }

  /// A step takes 0.15 s and more; there is one look in it, since looks are 10 ms apart at least and steps ask once.
  @Test func aLookTakesLessThanAThousandthOfAShortStep() {
    let inbox = RequestInbox(folder) { Issue.record("\($0)") }
    var looks: [Duration] = []
    for _ in 0..<40 {
      let start = ContinuousClock.now
      while ContinuousClock.now - start < .milliseconds(11) {}
      let before = ContinuousClock.now
      _ = inbox.take()
      looks.append(ContinuousClock.now - before)
    }
    #expect(looks.sorted()[20] < .microseconds(150), "\(looks.sorted()[20])")
  }

  @Test func aRequestsFolderThatIsALinkIsNotFollowed() throws {
    try FileManager.default.removeItem(atPath: folder.requests)
    try FileManager.default.createDirectory(atPath: temporary("elsewhere"), withIntermediateDirectories: true)
    symlink(temporary("elsewhere"), folder.requests)
    #expect(throws: RunStoreError.self) { try folder.ask(AskedRequest(.stop, by: ada)) }
    let inbox = RequestInbox(folder) { _ in }
    FileManager.default.createFile(atPath: temporary("elsewhere/x"), contents: nil)
    look(inbox, 3)
    #expect(FileManager.default.fileExists(atPath: temporary("elsewhere/x")))
  }

  @Test func onlyTheOwnerMayLookIntoTheFolderAndTheRequest() throws {
    try folder.ask(AskedRequest(.stop, by: ada))
    #expect(mode(of: folder.requests) == 0o700)
    #expect(mode(of: folder.requests + "/" + (try #require(names().first))) == 0o600)
  }

  /// What is told of what `make` puts into an inbox's folder; nothing of it is obeyed.
  private func complaint(_ make: (String) -> Void) -> String {
    let told = Mutex<[String]>([])
    let inbox = RequestInbox(folder) { text in told.withLock { $0.append(text) } }
    make(folder.requests)
    look(inbox, 2)
    #expect((try? names()) == [])
    return told.withLock { $0.joined() }
  }

  /// Looks so often, and finds nothing to obey.
  private func look(_ inbox: RequestInbox, _ count: Int) {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .milliseconds(12 * count) { #expect(inbox.take() == nil) }
  }

  private func taken(from inbox: RequestInbox, _ count: Int) -> [AskedRequest] {
    let deadline = ContinuousClock.now + .seconds(20)
    var taken: [AskedRequest] = []
    while taken.count < count, ContinuousClock.now < deadline {
      if let next = inbox.take() { taken.append(next) }
    }
    return taken
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.requests)
  }

  private func setTime(of name: String, to time: Double) {
    var times = [timeval(tv_sec: Int(time), tv_usec: 0), timeval(tv_sec: Int(time), tv_usec: 0)]
    utimes(folder.requests + "/" + name, &times)
  }

  private func mode(of path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }
}
