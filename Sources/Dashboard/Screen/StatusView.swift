import Cells
import Events
import Widgets

/// The first line: is it alive, how far, is it healthy.
struct StatusView: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let words = rect.width < 100 ? Self.short : Self.long
    StatusLine(leading: leading(words), trailing: trailing(words), style: theme.text)
      .render(in: rect, on: &buffer)
  }

  private static let long = (epoch: "epoch", step: "step", throughput: "images/s")
  private static let short = (epoch: "ep", step: "it", throughput: "img/s")
  private typealias Words = (epoch: String, step: String, throughput: String)

  private func leading(_ words: Words) -> [Span] {
    guard let run = state.run else { return [" tailboard  waiting for a run"] }
    let name = Span(" " + run.name.fitted(to: 24) + "  ", theme.title)
    let condition = theme.badge(of: run.condition(at: state.now), state)
    let asked = run.asked.isEmpty ? "" : "  asked: " + run.asked.map(\.rawValue).joined(separator: ", ")
    return [name, condition, Span(asked, theme.warning.style)] + progress(of: run, words) + warnings(of: run)
  }

  private func progress(of run: RunHistory, _ words: Words) -> [Span] {
    guard let description = run.description, run.step > 0 else { return bareProgress(of: run, words) }
    let total = description.totalSteps
    var spans: [Span] = []
    if description.stepsPerEpoch > 0 {
      let epochs = (total + description.stepsPerEpoch - 1) / description.stepsPerEpoch
      let epoch = min(run.step / description.stepsPerEpoch + 1, epochs)
      spans += [Span("  \(words.epoch) ", theme.faint), Span("\(epoch)/\(epochs)", theme.text)]
    }
    let step = "\(run.step)".padded(to: "\(total)".count, alignment: .trailing)
    spans += [Span("  \(words.step) ", theme.faint), Span("\(step)/\(total)", theme.text)]
    if let left = run.secondsLeft {
      spans += [Span("  eta ", theme.faint), Span(left.estimate, theme.text)]
    }
    return spans
  }

  /// What another trainer's log says: no total, often no epoch.
  private func bareProgress(of run: RunHistory, _ words: Words) -> [Span] {
    guard run.source != nil, run.step > 0 else { return [] }
    var spans = [Span("  \(words.step) ", theme.faint), Span(Double(run.step).count, theme.text)]
    if run.epoch > 0 {
      spans += [Span("  \(words.epoch) ", theme.faint), Span(run.epoch.compact, theme.text)]
    }
    if let reading = run.reading { spans.append(Span("  reading \(reading.percent)", theme.title)) }
    return spans
  }

  private func warnings(of run: RunHistory) -> [Span] {
    var spans: [Span] = []
    if run.source == nil, let silence = run.silentSince(at: state.now) {
      spans.append(Span("  no news since \(state.clock.minutes(silence))", theme.warning.style))
    }
    if !run.alerts.isEmpty {
      let sign = "  \(theme.error.sign) \(run.alerts.count) alert\(run.alerts.count == 1 ? "" : "s") (a)"
      spans.append(Span(sign, theme.error.style))
    }
    return spans
  }

  private func trailing(_ words: Words) -> [Span] {
    guard let run = state.run else { return [] }
    var spans: [Span] = []
    if let pace = run.pace.secondsPerStep {
      spans.append(Span("\(pace.fixed(2)) s/it ", theme.text))
    }
    if let throughput = run.imagesPerSecond {
      spans.append(Span(" \(throughput.fixed(1)) \(words.throughput) ", theme.text))
    }
    if state.role == .viewer { spans.append(Span(" view ", theme.faint)) }
    return spans
  }
}
