import Dispatch
import Synchronization

/// Runs jobs on background queues, and hands over their results in the order in which they were added.
///
/// One thread adds and takes. Jobs go round the queues, so that at most that many run at once; how far ahead they run
/// is up to how many are added before the first is taken.
final class Prefetcher<Output: Sendable> {
  private let lanes: [DispatchQueue]
  private let cancellation = Cancellation()
  private var pending: [Slot<Output>] = []
  private var added = 0

  init(name: String, laneCount: Int) {
    lanes = (0..<laneCount).map { DispatchQueue(label: "tailboard.\(name).\($0)", qos: .utility) }
  }

  /// Ends jobs that have not begun, and waits for those that have.
  deinit {
    cancellation.cancel()
    for lane in lanes { lane.sync {} }
  }

  /// How many results are still to be taken.
  var pendingCount: Int { pending.count }

  /// Adds a job.
  func add(_ job: @escaping @Sendable () -> Output) {
    let slot = Slot<Output>()
    pending.append(slot)
    lanes[added % lanes.count].async { [cancellation] in
      if !cancellation.isCancelled { slot.fill(job()) }
    }
    added += 1
  }

  /// Waits for the result of the job that was added first; there must be one.
  func next() -> Output { pending.removeFirst().take() }
}

private final class Cancellation: Sendable {
  private let flag = Atomic(false)
  var isCancelled: Bool { flag.load(ordering: .relaxed) }
  func cancel() { flag.store(true, ordering: .relaxed) }
}

/// Where one result is put and taken.
private final class Slot<Output: Sendable>: Sendable {
  private let output = Mutex<Output?>(nil)
  private let isFull = DispatchSemaphore(value: 0)

  func fill(_ output: Output) {
    self.output.withLock { $0 = output }
    isFull.signal()
  }

  func take() -> Output {
    isFull.wait()
    return output.withLock { $0.take()! }
  }
}
