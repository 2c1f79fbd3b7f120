import Dispatch
import Events
import Testing

@Suite struct RunControlTests {
  @Test func aWaitingRequestIsNotRepeated() {
    let control = RunControl()
    control.send(.checkpoint)
    control.send(.checkpoint)
    control.send(.pause)
    #expect(control.poll() == .checkpoint)
    #expect(control.poll() == .pause)
    #expect(control.poll() == nil)
  }

  @Test func waitReturnsWhenARequestComes() {
    let control = RunControl()
    DispatchQueue.global().async { control.send(.resume) }
    #expect(control.wait() == .resume)
  }
}
