import Events
import Widgets

/// How a chart over training is spread along its x axis: by steps, epochs or time, whatever runs it shows.
struct TrainingPlane {
  let chart: ChartOptions
  /// The run in focus and those drawn with it.
  let run: RunHistory?
  let runs: [RunHistory]
  /// All there is to show, in steps.
  let steps: ClosedRange<Double>

  /// What the chart is spread along: what was chosen, where the run in focus knows it.
  var kind: ChartOptions.Axis { axes.contains(chart.axis) ? chart.axis : .step }

  /// The axes that the run in focus knows.
  var axes: [ChartOptions.Axis] {
    guard let run, run.source != nil else { return [.step, .epoch, .time] }
    let hasEpochs = run.series[.epoch] != nil
    let hasTimes = run.leadingLine?.last?.time.isFinite ?? false
    return [.step] + (hasEpochs ? [.epoch] : []) + (hasTimes ? [.time] : [])
  }

  /// The x axis over what is visible.
  var axis: Axis {
    let scale: Axis.Scale = chart.isLogarithmicX ? .logarithmic : .linear
    let range = range(of: chart.visible(steps))
    switch kind {
    case .step:
      let steps = run?.stepAxis ?? .steps
      // Fractions of a step are told apart where the log has them.
      return Axis(
        steps.unit.rawValue, format: steps.scale > 1 ? .number : .count, scale: scale, range: range)
    case .epoch: return Axis("epoch", format: .number, scale: scale, range: range)
    case .time: return Axis("time", format: .duration, scale: scale, range: range)
    }
  }

  /// Where steps lie on it, for whichever run reaches farthest.
  private func range(of steps: ClosedRange<Double>) -> ClosedRange<Double> {
    let ends = runs.flatMap { run in
      [steps.lowerBound, steps.upperBound].map { position(ofStep: Int($0), in: run) }
    }.filter(\.isFinite)
    let (start, end) = (ends.min() ?? 0, ends.max() ?? 1)
    return start...max(end, start + 1e-9)
  }

  /// Where a sample lies on it.
  func position(of sample: MetricSample, in run: RunHistory) -> Double {
    switch kind {
    case .step: run.stepAxis.value(of: sample.step)
    case .epoch: run.epoch(ofStep: sample.step)
    case .time: sample.time - (run.startTime ?? sample.time)
    }
  }

  /// Where a step lies on it.
  func position(ofStep step: Int, in run: RunHistory) -> Double {
    switch kind {
    case .step: return run.stepAxis.value(of: step)
    case .epoch: return run.epoch(ofStep: step)
    case .time:
      guard let line = run.leadingLine, !line.isEmpty else { return 0 }
      return position(of: line[min(line.firstPlace(atOrAfter: Double(step)), line.count - 1)], in: run)
    }
  }

  /// Where a step of the run in focus lies on it.
  func position(ofStep step: Int) -> Double { run.map { position(ofStep: step, in: $0) } ?? 0 }
}

extension RunHistory {
  /// Epochs done at a step, as the run's length says or its log.
  func epoch(ofStep step: Int) -> Double {
    if let length = description?.stepsPerEpoch { return Double(step) / Double(max(length, 1)) }
    guard let line = series[.epoch]?.main, !line.isEmpty else { return source == nil ? Double(step) : .nan }
    return line[min(line.firstPlace(atOrAfter: Double(step)), line.count - 1)].value
  }
}

extension MetricKey {
  /// Epochs done, where a trainer logs them as a metric.
  static let epoch = MetricKey("epoch")
}
