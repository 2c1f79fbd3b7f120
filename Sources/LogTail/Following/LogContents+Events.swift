import Events

extension LogContents {
  /// What training logged since the last call, a step an event; the time is NaN where the log says none.
  mutating func takeMetrics() -> [(time: Double, metrics: StepMetrics)] {
    var steps: [(step: Int, time: Double, values: [MetricKey: Double])] = []
    /// Where each step is; a resumed run passes a step again.
    var places: [Int: [Int]] = [:]
    for (key, points) in takePoints() {
      var passes: [Int: Int] = [:]
      for index in 0..<points.count {
        let sample = points[index]
        let pass = passes[sample.step, default: 0]
        passes[sample.step] = pass + 1
        if let place = places[sample.step], pass < place.count {
          steps[place[pass]].values[key] = sample.value
        } else {
          places[sample.step, default: []].append(steps.count)
          steps.append((sample.step, sample.time, [key: sample.value]))
        }
      }
    }
    return steps.map { ($0.time, StepMetrics(step: $0.step, epoch: lastEpoch, values: $0.values)) }
  }

  /// The trainer's own names of its metrics.
  var originalNames: [MetricKey: String] {
    Dictionary(series.map { ($0.key, $0.name.original) }, uniquingKeysWith: { first, _ in first })
  }
}

extension LoggedEvaluation {
  /// Whether it is the same evaluation with the same results; what is unknown of both (NaN) is the same too.
  func says(thatOf other: LoggedEvaluation) -> Bool {
    step == other.step && set == other.set && summary.count == other.summary.count
      && classes.count == other.classes.count
  }

  /// The evaluation as the dashboard shows it.
  func report(_ classes: KnownClasses?) -> EvaluationReport {
    EvaluationReport(
      step: step, epoch: epoch, seconds: .nan, summary: summary, classes: classes?.results(of: self) ?? [],
      set: set)
  }
}
