import Annotations
import Events

extension EvaluationResults {
  /// Figures of an evaluation as events know them, by key: the benchmark's own numbers, AP of rare, common and frequent
  /// classes whatever the benchmark, and where errors were asked for what each kind costs and where lost objects go.
  public func figures(_ task: Events.EvaluationTask) -> [MetricKey: Double] {
    var figures: [MetricKey: Double] = [:]
    for number in summary {
      figures[MetricKey("\(task.rawValue)/\(number.name)")] = number.value.map { 100 * $0 }
    }
    for frequency in Frequency.allCases {
      figures[.averagePrecision(task, bin: FrequencyBin(frequency))] = averagePrecision(of: frequency).map {
        100 * $0
      }
    }
    guard let all = errorSummary() else { return figures }
    for kind in ErrorKind.allCases { figures[.gain(kind, task)] = all.gain(kind).map { 100 * $0 } }
    for frequency in Frequency.allCases { figures.merge(errors(task, of: frequency)) { $1 } }
    return figures
  }

  private func errors(_ task: Events.EvaluationTask, of frequency: Frequency) -> [MetricKey: Double] {
    let bin = FrequencyBin(frequency)
    var figures: [MetricKey: Double] = [:]
    for kind in ErrorKind.allCases {
      figures[.gain(kind, task, bin: bin)] = errorSummary(of: frequency)?.gain(kind).map { 100 * $0 }
    }
    let lost = lostObjects(of: frequency)
    figures[.lost(task, bin: bin)] = Double(lost.count)
    for (taker, count) in lost.takenBy {
      figures[.lost(task, from: bin, to: FrequencyBin(taker))] = Double(count)
    }
    return figures
  }
}

extension FrequencyBin {
  /// The bin of a frequency.
  fileprivate init(_ frequency: Frequency) {
    switch frequency {
    case .rare: self = .rare
    case .common: self = .common
    case .frequent: self = .frequent
    }
  }
}
