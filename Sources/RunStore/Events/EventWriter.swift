import EventLines
import Events
import Foundation

/// The file side of `EventLog`: what is written, what waits, what is lost.
final class EventWriter: @unchecked Sendable {
  // @unchecked: after init, used only on the log's serial queue.
  private static let waitingLimit = 16 << 20

  private let run: RunID
  private let hold: RunHold?
  private let report: @Sendable (RunEvent) -> Void
  private var file: AppendFile
  private var waiting: [[UInt8]] = []
  private var waitingBytes = 0
  private var lost = 0
  private var isRefused = false

  init(
    _ folder: RunFolder, under hold: RunHold?, report: @escaping @Sendable (RunEvent) -> Void
  ) throws(RunStoreError) {
    run = RunID(folder.name)
    self.hold = hold
    self.report = report
    file = try AppendFile(path: folder.events)
    let torn = try file.cutTornLine()
    let isHistoryGone = file.length == 0 && CheckpointShelf(folder, keeping: 1).hasAny
    keep(EventHeader.line(at: Date().timeIntervalSince1970))
    if isHistoryGone {
      say(.warning, "events.jsonl: what the run did before is gone; its checkpoints are there")
    }
    if !torn.isEmpty {
      unlink(folder.events + ".torn")
      try? PrivateFile.write(torn, to: folder.events + ".torn", orFind: .nothing)
      say(
        .warning, "events.jsonl: cut off a torn last line of \(torn.count) bytes (kept in events.jsonl.torn)")
    }
  }

  /// Whether something could not be written yet.
  var isWaiting: Bool { !waiting.isEmpty }

  /// Notes that events were lost before the next one.
  func countLost(_ count: Int) { lost += count }

  /// Writes what the log itself had to say last, and tells what could not be written to the end.
  func finish() {
    write([])
    guard isWaiting else { return }
    say(.error, "events.jsonl: \(waiting.count) events could not be written and are lost")
  }

  /// Writes the events, or keeps them where the disk refuses.
  func write(_ events: [RunEvent]) {
    events.forEach(wait)
    guard !waiting.isEmpty else { return }
    mend()
    let lines = (lost > 0 ? [line(.dropped(lost))] : []) + waiting
    do {
      try hold?.confirm()
      try file.append(Array(lines.joined()))
      let recovered = isRefused
      let missing = lost
      (waiting, waitingBytes, lost, isRefused) = ([], 0, 0, false)
      if recovered { say(.info, "events.jsonl: written again, \(missing) events lost") }
    } catch .replaced(let folder, let holder) {
      if !isRefused { say(.error, "\(RunStoreError.replaced(folder: folder, by: holder))") }
      isRefused = true
    } catch {
      if !isRefused { say(.error, "\(error). Training goes on; events wait in memory until there is room.") }
      isRefused = true
    }
  }

  /// Notices what others did to the file, and tells it. Where it cannot be mended, the append tells why.
  private func mend() {
    guard (try? hold?.confirm()) != nil || hold == nil else { return }
    if let interference = try? file.mend() { say(.warning, "events.jsonl: \(interference)") }
  }

  private func wait(_ event: RunEvent) {
    event.line.map(keep)
  }

  private func keep(_ line: [UInt8]) {
    waiting.append(line)
    waitingBytes += line.count
    guard waitingBytes > EventWriter.waitingLimit else { return }
    let excess = waiting.count / 2
    waitingBytes -= waiting[..<excess].reduce(0) { $0 + $1.count }
    waiting.removeFirst(excess)
    lost += excess
  }

  private func say(_ level: LogLevel, _ text: String) {
    let event = RunEvent(run: run, time: Date().timeIntervalSince1970, body: .log(level, text))
    wait(event)
    report(event)
  }

  private func line(_ body: RunEvent.Body) -> [UInt8] {
    RunEvent(run: run, time: Date().timeIntervalSince1970, body: body).line ?? []
  }
}
