import Dispatch
import Synchronization
import Torch

/// Signs of life of a run's processes, left in the store they share.
final class Heartbeats: @unchecked Sendable {
  // @unchecked: `timer` is touched by init and deinit alone.
  private static let interval = 1.0

  private let group: ProcessGroup
  private let size: Int
  private let timer: any DispatchSourceTimer
  private let own = Atomic(0)
  private let storeIsGone = Atomic(false)
  private let seen: Mutex<[Int: (beat: [UInt8], at: ContinuousClock.Instant)]>

  /// Beats for a rank from now on.
  init(_ group: ProcessGroup, rank: Int, size: Int) {
    self.group = group
    self.size = size
    seen = Mutex([:])
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tailboard.heartbeat"))
    timer.schedule(deadline: .now(), repeating: Self.interval)
    timer.setEventHandler { [weak self] in
      guard let self else { return }
      let beat = own.add(1, ordering: .relaxed).newValue
      if (try? group.leave(Array("\(beat)".utf8), under: Self.key(rank))) == nil {
        storeIsGone.store(true, ordering: .relaxed)
      }
    }
    timer.resume()
  }

  deinit { timer.cancel() }

  /// Throws where the store is gone, and with it whoever keeps it: torchrun.
  func check() throws(RankError) {
    if storeIsGone.load(ordering: .relaxed) { throw .orphaned }
  }

  private static func key(_ rank: Int) -> String { "beat/\(rank)" }

  /// Seconds since a rank's last beat that was new; 0 when it is first looked at.
  func silence(of rank: Int) throws -> Double {
    let beat = try group.find(Self.key(rank)) ?? []
    let now = ContinuousClock.now
    return seen.withLock { seen in
      if let known = seen[rank], known.beat == beat { return (now - known.at).seconds }
      seen[rank] = (beat, now)
      return 0
    }
  }

  /// The ranks that do not beat while one watches for some intervals.
  func silentRanks() -> [Int] {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(2.5 * Self.interval)
    var quiet = Set(0..<size)
    let before = (0..<size).map { try? group.find(Self.key($0)) }
    while clock.now < end, !quiet.isEmpty {
      clockSleep(0.1)
      for rank in quiet where (try? group.find(Self.key(rank))) != before[rank] { quiet.remove(rank) }
    }
    return quiet.sorted()
  }
}

/// Waits on this thread.
func clockSleep(_ seconds: Double) {
  let wait = DispatchSemaphore(value: 0)
  _ = wait.wait(timeout: .now() + seconds)
}
