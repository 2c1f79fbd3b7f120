import Events
import RunStore

/// What is asked of a run: from this process, and through its folder.
struct RunRequests {
  /// Seconds between two looks into the folder while there is nothing else to do.
  private static let pollInterval = 0.05

  let control: RunControl
  let inbox: RequestInbox

  init(_ run: TrainingRun, _ report: RunReporter) {
    control = run.control
    inbox = RequestInbox(run.folder, since: run.heldSince) { report.log(.warning, $0) }
  }

  /// The next request, if there is one; never waits.
  func poll() -> AskedRequest? { control.poll() ?? inbox.take() }

  /// Waits for a request.
  func wait() -> AskedRequest {
    while true {
      if let asked = inbox.take() ?? control.wait(atMost: Self.pollInterval) { return asked }
    }
  }
}
