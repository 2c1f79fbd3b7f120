import Events
import Foundation
import RunStore

/// A run seen from outside: what its trainer writes, who that is, and whether it is still there.
struct FollowedRun {
  /// Seconds between two looks at who holds the run.
  private static let holdingInterval = 1.0

  private let folder: RunFolder
  private let run: RunID
  private var tail: EventTail
  private var holding: RunHolding?
  private var nextLook = 0.0

  /// Follows a run under a name from its first event on.
  init(_ folder: RunFolder, named run: RunID? = nil) throws(RunStoreError) {
    self.folder = folder
    self.run = run ?? RunID(folder.name)
    tail = try EventTail(of: folder)
  }

  /// What is new; at the end of the events also who holds the run, where that changed.
  mutating func next(now: Double = Date().timeIntervalSince1970) throws(RunStoreError) -> [RunEvent] {
    // Before the events: a trainer that ends meanwhile has said so by then.
    let seen = now >= nextLook ? RunHolding.of(folder: folder.path, now: now) : nil
    let events = try tail.next().map { RunEvent(run: run, time: $0.time, body: $0.body) }
    guard events.isEmpty, let seen else { return events }
    nextLook = now + Self.holdingInterval
    guard seen != holding else { return [] }
    holding = seen
    return [RunEvent(run: run, time: now, body: .held(seen))]
  }
}
