import Events
import RunStore

/// What is asked of a run: from this process, and through its folder.
struct RunRequests {
  /// Seconds between two looks into the folder while there is nothing else to do.
  private static let pollInterval = 0.05

  let control: RunControl
  let inbox: RequestInbox
  private let hold: RunHold?

  init(_ run: TrainingRun, _ report: RunReporter) {
    control = run.control
    hold = run.hold
    inbox = RequestInbox(run.folder, since: run.hold?.start) { report.log(.warning, $0) }
  }

  /// The next request, if there is one; never waits. Throws where another process has taken the run, whose requests they
  /// are then.
  func poll() throws(RunStoreError) -> AskedRequest? {
    try hold?.confirm()
    return control.poll() ?? inbox.take()
  }

  /// Waits for a request.
  func wait() throws(RunStoreError) -> AskedRequest {
    while true {
      if let asked = try wait(atMost: Self.pollInterval) { return asked }
    }
  }

  /// Waits for a request at most so many seconds.
  func wait(atMost seconds: Double) throws(RunStoreError) -> AskedRequest? {
    try hold?.confirm()
    return inbox.take() ?? control.wait(atMost: seconds)
  }
}
