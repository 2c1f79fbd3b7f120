import Cells
import Events
import Widgets

/// Everything measured besides losses: throughput, waits, rates, and what else the trainer reports.
struct SystemPanel: Panel {
  let state: DashboardState
  let theme: Theme

  let title = "System"
  var detail: String { "over the run" }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    guard let run = state.run, !keys(of: run).isEmpty else {
      return Notice("Throughput and waits follow with the first step", theme.faint).render(
        in: rect, on: &buffer)
    }
    let keys = keys(of: run).prefix(rect.height)
    let each = min(max(rect.height / keys.count, 1), 3)
    for (index, key) in keys.enumerated() {
      let place = Rect(left: rect.left, top: rect.top + index * each, width: rect.width, height: each)
      draw(key, run.series[key] ?? MetricSeries(), theme.series(index).style, in: place, on: &buffer)
    }
  }

  private static let order: [MetricKey] = [
    .throughput, .stepTime, .dataWait, .processorShare, .machineProcessorShare, .residentMemory,
    .machineMemory, .diskRead, .diskWritten, .learningRate, .gradientNorm,
  ]

  private func keys(of run: RunHistory) -> [MetricKey] {
    let known = Self.order.filter { run.series[$0] != nil }
    let lossKeys = Set(run.lossKeys)
    let others = run.series.keys.filter { !lossKeys.contains($0) && $0 != .epoch && !Self.order.contains($0) }
    return known + others.sorted()
  }

  private func draw(
    _ key: MetricKey, _ series: MetricSeries, _ style: Style, in rect: Rect, on buffer: inout CellBuffer
  ) {
    let parts = rect.columns([.fixed(min(14, rect.width / 3)), .fixed(9), .min(1)], gap: 1)
    let row = (rect.height - 1) / 2
    buffer.write(
      Self.name(of: key).fitted(to: parts[0].width), at: parts[0].row(row).origin, theme.faint, in: rect)
    let value = series.last.map { text($0.value, of: key) } ?? "–"
    buffer.write(
      value.padded(to: parts[1].width, alignment: .trailing), at: parts[1].row(row).origin, theme.title,
      in: rect)
    let course = parts[2].inset(bottom: rect.height > 1 ? 1 : 0)
    let values = values(of: series, count: course.width)
    let greatest = values.filter(\.isFinite).max() ?? 1
    Sparkline(values, range: 0...max(greatest * 1.25, 1e-12), style: style).render(
      in: course, on: &buffer)
  }

  /// The whole run in as many means as there are columns.
  private func values(of series: MetricSeries, count: Int) -> [Double] {
    let reduction = CurveReduction(
      steps: state.steps, columns: count, smoothing: 0, cursor: nil, isLogarithmic: false)
    return reduction.curve(of: series.main) { Double($0.step) }.raw.map(\.y)
  }

  private static func name(of key: MetricKey) -> String {
    switch key {
    case .throughput: "images/s"
    case .stepTime: "step time"
    case .dataWait: "data wait"
    case .learningRate: "learning rate"
    case .gradientNorm: "gradient norm"
    case .processorShare: "CPU, of one"
    case .machineProcessorShare: "CPU, machine"
    case .residentMemory: "memory"
    case .machineMemory: "memory in use"
    case .diskRead: "disk read/s"
    case .diskWritten: "disk write/s"
    default: key.name
    }
  }

  private func text(_ value: Double, of key: MetricKey) -> String {
    switch MetricDefinition(of: key).unit {
    case .seconds: return ValueFormat.duration.string(value)
    case .imagesPerSecond: return value.fixed(1)
    case .bytes: return ValueFormat.bytes.string(value)
    case .percent: return value.fixed(1) + "%"
    case .none: return value.compact
    }
  }
}
