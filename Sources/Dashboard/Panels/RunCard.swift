import Cells
import Events
import Widgets

/// What is being trained, with what, and where it is kept.
struct RunCard: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "Run"
  var detail: String { "" }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    if let run = state.run, let source = run.source {
      return SourceCard(run: run, source: source, state: state, theme: theme).render(in: rect, on: &buffer)
    }
    guard let run = state.run, let description = run.description else {
      return Notice("The run's recipe follows", theme.faint).render(in: rect, on: &buffer)
    }
    let rows = rect.rows([.fixed(1), .fixed(1), .min(1)])
    let done = Double(run.step) / Double(max(description.totalSteps, 1))
    Gauge(fraction: done, style: theme.good.style, track: theme.faint).render(
      in: rows[0].inset(right: 5), on: &buffer)
    let percent = ((done * 100).fixed(0) + "%").padded(to: 5, alignment: .trailing)
    buffer.write(percent, at: Point(column: rows[0].right - 5, row: rows[0].top), theme.title, in: rect)
    Lines(facts(of: run, description, width: rect.width)).render(in: rows[2], on: &buffer)
  }

  private func facts(of run: RunHistory, _ description: RunDescription, width: Int) -> [[Span]] {
    var facts: [(String, String)] = [
      ("loss", description.loss), ("detector", description.detector), ("device", description.device),
      ("batch", "\(description.batchSize) images"), ("seed", "\(description.seed)"),
      ("classes", classCounts(description)), ("elapsed", elapsed(run)), ("saved", saved(run)),
      ("folder", description.folder),
    ]
    if !run.hasEnded { facts.insert(("next AP", run.nextEvaluationPhrase), at: facts.count - 2) }
    if let trainer = run.holding?.holder { facts.append(("trainer", "\(trainer) (\(trainer.user))")) }
    if description.resumedAt > 0 { facts.append(("resumed", "at step \(description.resumedAt)")) }
    facts += run.phases.enumerated().map { index, phase in
      (index == 0 ? "start-up" : "", "\(phase.seconds(at: state.now).duration) \(phase.name)")
    }
    return facts.map { name, value in
      [Span(name.padded(to: 9), theme.faint), Span(value.fitted(to: width - 9), theme.text)]
    }
  }

  private func classCounts(_ description: RunDescription) -> String {
    FrequencyBin.allCases.map { bin in
      "\(description.classes.lazy.filter { $0.bin == bin }.count)\(theme.mark(of: bin).sign)"
    }.joined(separator: " ")
  }

  private func elapsed(_ run: RunHistory) -> String {
    let end = run.hasEnded ? run.lastTime ?? state.now : state.now
    return run.firstTime.map { max(end - $0, 0).rounded().duration } ?? "–"
  }

  private func saved(_ run: RunHistory) -> String {
    run.checkpoint.map { "step \($0.step), \($0.bytes.byteCount)" } ?? "not yet"
  }
}
