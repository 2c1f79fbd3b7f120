import Dashboard
import Events

/// Tells a session in lines until its run is over.
struct PlainLoop {
  enum Exit: Equatable { case runEnded, abandoned }

  private let session: Session
  private let output: PlainOutput
  private var report = PlainReport()
  private var hasAnnouncedStop = false

  init(session: Session, output: PlainOutput) {
    self.session = session
    self.output = output
  }

  /// Runs until the trainer has ended and everything it sent is said, or a second Ctrl-C.
  mutating func run() -> Exit {
    while true {
      let isOver = session.completion.isReached(within: .milliseconds(100))
      tell()
      answerSignals()
      if session.isAbandoned { return .abandoned }
      if isOver { return .runEnded }
      output.closeIfUnread()
      // Nobody reads, and there is nobody else to tell.
      if !output.isOpen, session.state.role == .viewer { return .runEnded }
    }
  }

  private mutating func tell() {
    _ = session.receive { output.write(report.lines(for: $0, in: session.state)) }
  }

  private mutating func answerSignals() {
    let received = session.signals.received
    if received.hasHungUp { output.closeIfTerminal() }
    guard received.stops == 1, received.isInterrupted, !hasAnnouncedStop else { return }
    hasAnnouncedStop = true
    guard session.state.role == .trainer, !session.state.hasEnded else { return }
    output.write(["Ctrl-C once more quits at once"])
  }
}
