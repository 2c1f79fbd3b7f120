import Events
import Foundation

/// Sends a run's events.
struct RunReporter: Sendable {
  let run: RunID
  let emit: @Sendable (RunEvent) -> Void

  func callAsFunction(_ body: RunEvent.Body) {
    emit(RunEvent(run: run, time: Date().timeIntervalSince1970, body: body))
  }

  func log(_ level: LogLevel, _ text: String) { self(.log(level, text)) }
}
