import Dispatch
import Events
import Foundation
import LogTail
import RunStore

/// Follows tailboard's own runs among those watched: their events are read as they were written.
final class OwnRuns: @unchecked Sendable {
  // @unchecked: `tails`, `folders` and `timer` are touched only on `queue`.
  private static let interval = 0.25

  private struct Tail {
    let run: RunID
    var followed: FollowedRun
  }

  private let send: @Sendable (RunEvent) -> Void
  private let queue = DispatchQueue(label: "tailboard.own", qos: .userInitiated)
  private var tails: [Tail] = []
  private var folders: [RunID: RunFolder] = [:]
  private var timer: (any DispatchSourceTimer)?

  init(send: @escaping @Sendable (RunEvent) -> Void) { self.send = send }

  /// Follows one more run from its first event on.
  func follow(_ run: LogRun) {
    queue.async { [self] in
      let id = RunID(run.name)
      do {
        let file = URL(fileURLWithPath: run.files.first ?? run.path)
        let folder = try RunFolder(opening: file.deletingLastPathComponent().path)
        tails.append(Tail(run: id, followed: try FollowedRun(folder, named: id)))
        folders[id] = folder
        read()
        begin()
      } catch {
        say(error, of: id)
      }
    }
  }

  /// The folder of a run that is followed.
  func folder(of run: RunID) -> RunFolder? { queue.sync { folders[run] } }

  private func begin() {
    guard timer == nil else { return }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval, leeway: .milliseconds(50))
    timer.setEventHandler { [weak self] in self?.read() }
    timer.resume()
    self.timer = timer
  }

  /// One portion of each run: between portions of a long history the screen takes in what came.
  private func read() {
    for index in tails.indices.reversed() {
      let id = tails[index].run
      do {
        for event in try tails[index].followed.next() { send(event) }
      } catch {
        say(error, of: id)
        tails.remove(at: index)
      }
    }
  }

  private func say(_ error: any Error, of run: RunID) {
    send(RunEvent(run: run, time: Date().timeIntervalSince1970, body: .log(.error, "\(error)")))
  }
}
