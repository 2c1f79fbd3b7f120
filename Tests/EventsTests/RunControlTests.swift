import Dispatch
import Events
import Synchronization
import Testing

@Suite struct RunControlTests {
  private let ada = Requester(user: "ada", host: "login1", through: "pts/3")
  private let bob = Requester(user: "bob", host: "login2", through: nil)

  @Test func aWaitingRequestOfOneRequesterIsNotRepeated() {
    let control = RunControl()
    control.send(.checkpoint, by: ada)
    control.send(.checkpoint, by: ada)
    control.send(.checkpoint, by: bob)
    control.send(.pause, by: ada)
    let taken = (0..<4).map { _ in control.poll() }
    #expect(taken.map(\.?.request) == [.checkpoint, .checkpoint, .pause, nil])
    #expect(taken.map(\.?.requester) == [ada, bob, ada, nil])
    #expect(taken[0]?.id != taken[1]?.id)
  }

  @Test func waitReturnsWhenARequestComes() {
    let control = RunControl()
    DispatchQueue.global().async { control.send(.resume) }
    #expect(control.wait(atMost: 60)?.request == .resume)
  }

  @Test func waitGivesUpInTime() {
    #expect(RunControl().wait(atMost: 0.01) == nil)
  }

  @Test func aStopDuringTheStartUpLeavesAtOnceAndOnce() {
    let control = RunControl()
    let left = Mutex<[AskedRequest]>([])
    control.beginStartUp { asked in left.withLock { $0 += asked } }
    control.send(.checkpoint, by: ada)
    #expect(!control.hasLeft)
    control.send(.stop, by: bob)
    control.send(.stop, by: ada)
    #expect(control.hasLeft && !control.endStartUp())
    #expect(left.withLock { $0.map(\.requester) } == [ada, bob])
    #expect(left.withLock { $0.map(\.request) } == [.checkpoint, .stop])
  }

  @Test func aStopBeforeTheStartUpLeavesAsItBegins() {
    let control = RunControl()
    control.send(.stop, by: bob)
    let left = Mutex<[AskedRequest]>([])
    control.beginStartUp { asked in left.withLock { $0 += asked } }
    #expect(left.withLock { $0.map(\.requester) } == [bob])
    #expect(control.hasLeft && control.poll() == nil)
  }

  @Test func aStopAfterTheStartUpIsTheTrainers() {
    let control = RunControl()
    control.beginStartUp { _ in Issue.record("the trainer listens already") }
    #expect(control.endStartUp() && !control.hasLeft)
    control.send(.stop, by: ada)
    #expect(control.poll()?.request == .stop)
  }

  @Test func aRequesterIsSaidWithPlaceAndTerminal() {
    #expect("\(ada)" == "ada@login1 (pts/3)" && "\(bob)" == "bob@login2")
  }
}
