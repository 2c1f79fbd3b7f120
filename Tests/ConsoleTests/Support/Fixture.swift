import Cells
import Dashboard
import Events
import Widgets

@testable import Console

/// A session with its mailbox, at a time that stands still.
struct Fixture {
  let control = RunControl()
  let mailbox = Mailbox<RunEvent>(capacity: 64)
  let completion = RunCompletion()
  let session: Session

  init(role: DashboardState.Role = .trainer) {
    let state = DashboardState(role: role, size: Size(width: 80, height: 24), now: 1000, secondsFromGMT: 0)
    session = Session(
      state: state, mailbox: mailbox, completion: completion,
      signals: Signals { [control] in control.send($0, by: $1) },
      ask: { [control] request, _ in control.send(request) }, now: { 1000 })
  }

  func send(_ body: RunEvent.Body) {
    mailbox.send(RunEvent(run: RunID("demo"), time: 1000, body: body))
  }

  func start(totalSteps: Int = 100) {
    send(
      .started(
        RunDescription(
          recipe: "demo", detector: "mask-rcnn-r18-fpn", loss: "ecm", device: "cpu", seed: 1, batchSize: 8,
          totalSteps: totalSteps, stepsPerEpoch: 10, evaluationInterval: 0, resumedAt: 0, folder: "runs/demo",
          classes: [])))
  }

  func step(_ step: Int, loss: Double = 1.5) {
    let values: [MetricKey: Double] = [.loss: loss, .learningRate: 0.02, .stepTime: 0.25]
    send(.metrics(StepMetrics(step: step, epoch: Double(step) / 10, values: values)))
  }

  func loop(
    _ screen: FakeScreen, canGoToBackground: Bool = false, strayLines: @escaping () -> [String] = { [] }
  ) -> ScreenLoop {
    ScreenLoop(
      session: session, screen: screen, themes: [.plain], frame: .milliseconds(1), strayLines: strayLines,
      canGoToBackground: canGoToBackground,
      write: { _, _, _ in "" })
  }
}
