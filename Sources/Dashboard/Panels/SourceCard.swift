import Cells
import Events
import Widgets

/// Where a run of another trainer is read from, and what there is of it.
struct SourceCard: Widget {
  let run: RunHistory
  let source: LogDescription
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let lines = facts.map { name, value in
      [Span(name.padded(to: 9), theme.faint), Span(value.fitted(to: rect.width - 9), theme.text)]
    }
    Lines(lines).render(in: rect, on: &buffer)
  }

  private var facts: [(String, String)] {
    var facts = [
      ("run", run.name), ("log", source.format), ("path", source.path),
      (run.stepAxis.unit.rawValue, stepText),
      ("points", "\(Double(points).count) of \(run.series.count) metrics"),
    ]
    if run.epoch > 0, run.stepAxis.unit != .epoch { facts.insert(("epoch", run.epoch.compact), at: 4) }
    if let reading = run.reading { facts.append(("reading", reading.percent)) }
    if let time = run.lastTime { facts.append(("written", state.clock.moment(time, now: state.now))) }
    if let time = run.startTime, let last = run.leadingLine?.last?.time, last.isFinite {
      facts.append(("took", max(last - time, 0).rounded().duration))
    }
    if !run.evaluations.isEmpty {
      facts.append(("AP", "\(count(run.evaluations.count, "evaluation"))\(ghosts)"))
    }
    if otherEvaluations > 0 {
      facts.append(("beside", "\(count(otherEvaluations, "evaluation")) of other metrics or sets"))
    }
    if !run.classes.isEmpty { facts.append(("classes", classesText)) }
    if let bad = run.unreadable { facts.append(("unread", "\(count(bad.count, "record")): \(bad.last)")) }
    return facts
  }

  private var stepText: String {
    run.stepAxis.scale > 1 ? run.stepAxis.text(of: run.step) : Double(run.step).count
  }

  private var otherEvaluations: Int {
    source.evaluationCount - run.evaluations.count - run.ghostEvaluations.count
  }

  private var ghosts: String {
    run.ghostEvaluations.isEmpty ? "" : ", \(run.ghostEvaluations.count) of branches given up"
  }

  private var classesText: String {
    run.classes.contains(where: \.isCounted)
      ? "\(run.classes.count) of LVIS v1, counts built in" : "\(run.classes.count), as the log names them"
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private var points: Int { run.series.values.reduce(0) { $0 + $1.count } }
}
