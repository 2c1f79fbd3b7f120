import Dashboard
import Events
import Foundation

/// What outlives the screen: the state, where its messages come from and where requests go.
final class Session {
  var state: DashboardState
  /// Where what is asked on the screen goes.
  let ask: @Sendable (ControlRequest, RunID) -> Void
  let completion: RunCompletion
  let signals: Signals
  private let mailbox: Mailbox<RunEvent>
  private let now: () -> Double
  /// Lines that come before the first event belong to no run.
  private var lastRun = RunID.none

  init(
    state: DashboardState, mailbox: Mailbox<RunEvent>, completion: RunCompletion, signals: Signals,
    ask: @escaping @Sendable (ControlRequest, RunID) -> Void,
    now: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) {
    self.state = state
    self.ask = ask
    self.mailbox = mailbox
    self.completion = completion
    self.signals = signals
    self.now = now
  }

  /// Whether the process was told to end at once: by a second Ctrl-C, or by the first where nothing is saved by waiting.
  var isAbandoned: Bool { signals.received.stops > (state.role == .trainer ? 1 : 0) }

  /// Applies everything sent since the last call, telling each event once it is applied.
  /// - Returns: how many events there were.
  func receive(_ tell: (RunEvent) -> Void = { _ in }) -> Int {
    let (sent, dropped) = mailbox.drain()
    if let first = sent.first { lastRun = first.run }
    let gap = dropped > 0 ? [event(.dropped(dropped))] : []
    let events = gap + sent
    for event in events {
      _ = state.apply(.event(event))
      tell(event)
    }
    return events.count
  }

  /// Makes lines that the process wrote beside the run into events of its log.
  func log(_ lines: [String]) {
    for line in lines { _ = state.apply(.event(event(.log(.info, line)))) }
  }

  func tick() { _ = state.apply(.tick(now())) }

  private func event(_ body: RunEvent.Body) -> RunEvent {
    RunEvent(run: lastRun, time: now(), body: body)
  }
}
