import Events
import Foundation
import Synchronization
import Testing

@testable import Console

@Suite struct SignalsTests {
  private final class Asked: Sendable {
    private let kept = Mutex<[String]>([])
    var all: [String] { kept.withLock { $0 } }
    func note(_ request: ControlRequest, _ requester: Requester) {
      kept.withLock { $0.append("\(request.rawValue) \(requester.through ?? "")") }
    }
  }

  private let asked = Asked()

  private var signals: Signals { Signals { [asked] in asked.note($0, $1) } }

  @Test(arguments: [
    (SIGUSR1, "checkpoint SIGUSR1"), (SIGUSR2, "checkpoint SIGUSR2"), (SIGXCPU, "stop SIGXCPU"),
    (SIGALRM, "stop SIGALRM"), (SIGTERM, "stop SIGTERM"), (SIGINT, "stop SIGINT"),
  ])
  func eachSignalAsksItsRequestUnderItsName(number: Int32, request: String) {
    signals.receive(number)
    #expect(asked.all == [request])
  }

  @Test func aHangUpAsksNothing() {
    let signals = signals
    signals.receive(SIGHUP)
    #expect(signals.received.hasHungUp && asked.all.isEmpty)
  }

  @Test func oneTerminationSentTwiceCountsOnce() {
    let signals = signals
    for _ in 0..<3 { signals.receive(SIGTERM) }
    #expect(signals.received.stops == 1 && asked.all == ["stop SIGTERM"])
  }

  @Test func aLimitOfTimeThatComesEverySecondIsNoImpatience() {
    let signals = signals
    for _ in 0..<5 { signals.receive(SIGXCPU) }
    #expect(signals.received.stops == 0)
  }

  @Test func nohupsIgnoredHangUpStaysIgnored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      let signals = Signals { _, _ in }
      signals.listen()
      kill(getpid(), SIGHUP)
      kill(getpid(), SIGUSR1)
      precondition(!signals.received.hasHungUp)
    }
  }

  /// A stop beside it would end the start-up before it is heard.
  @Test func aWarningHeldBackBesideAStopIsHeardFirst() async {
    await #expect(processExitsWith: .success) {
      HeldSignals.hold()
      for number in [SIGTERM, SIGUSR1, SIGINT, SIGUSR2] { raise(number) }
      let asked = Mutex<[String]>([])
      let done = DispatchSemaphore(value: 0)
      let signals = Signals { request, requester in
        asked.withLock { $0.append(requester.through ?? "") }
        if request == .stop { done.signal() }
      }
      signals.listen()
      precondition(done.wait(timeout: .now() + 20) == .success)
      precondition(asked.withLock { $0.prefix(2) } == ["SIGUSR1", "SIGUSR2"])
    }
  }

  /// Each alone: a signal of the list that is not held would end the process here.
  @Test(arguments: [SIGUSR1, SIGUSR2, SIGHUP, SIGINT, SIGTERM, SIGXCPU, SIGALRM])
  func everySignalThatATrainerAnswersToIsHeldBack(number: Int32) async {
    await #expect(processExitsWith: .success) { [number] in
      HeldSignals.hold()
      raise(number)
    }
  }

  @Test func whatCameBeforeListeningIsAnsweredThen() async {
    await #expect(processExitsWith: .success) {
      HeldSignals.hold()
      raise(SIGTERM)
      let done = DispatchSemaphore(value: 0)
      let signals = Signals { request, _ in
        precondition(request == .stop)
        done.signal()
      }
      signals.listen()
      precondition(done.wait(timeout: .now() + 20) == .success)
    }
  }
}
