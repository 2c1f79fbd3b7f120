import Events
import Foundation

/// A run of another trainer, made up for tests: a loss that falls, written every twenty steps.
public struct ForeignRun: Sendable {
  /// What has been read of its log, in order.
  public private(set) var events: [RunEvent] = []
  private let id: RunID
  private let time: Double

  /// A run whose whole history has been read.
  /// - Parameters:
  ///   - resumedAt: where it was taken up again after it had come to its last step, if it was.
  ///   - evaluations: AP of all, rare, common and frequent classes, 0–100, evenly spread over the run.
  public init(
    _ name: String, format: String = "detectron2", steps: Int, lossAtEnd: Double, resumedAt: Int? = nil,
    evaluations: [[Double]] = [], classes: [ClassDescription] = [], secondsAgo: Double = 0
  ) {
    id = RunID(name)
    time = ScriptedRun.start - secondsAgo
    let path = "work_dirs/\(name)/metrics.json"
    let names: [MetricKey: String] = [.loss: "total_loss", .lossBox: "loss_box_reg"]
    send(
      .logged(.found(LogDescription(format: format, path: path, originalNames: names, classes: classes))))
    let history = LogHistory(
      extent: .whole,
      series: Self.series(steps: steps, lossAtEnd: lossAtEnd, resumedAt: resumedAt, end: time),
      evaluations: Self.evaluations(evaluations, steps: steps, classes: classes.count), epoch: .nan)
    send(.logged(.history(history)))
  }

  /// Adds an event at the run's last moment.
  public mutating func send(_ body: RunEvent.Body) {
    events.append(RunEvent(run: id, time: time, body: body))
  }

  private static func series(
    steps: Int, lossAtEnd: Double, resumedAt: Int?, end: Double
  ) -> [MetricKey: MetricSeries] {
    var noise = Noise(seed: UInt64(steps))
    var series: [MetricKey: MetricSeries] = [:]
    var order = Array(stride(from: 20, through: steps, by: 20))
    if let resumedAt { order += Array(stride(from: resumedAt, through: steps, by: 20)) }
    for (place, step) in order.enumerated() {
      let fall = lossAtEnd * (1 + 2 / (1 + 8 * Double(step) / Double(steps)))
      let loss = fall * (0.9 + 0.2 * noise.next())
      let values: [MetricKey: Double] = [
        .loss: loss, .lossClassification: loss * 0.5, .lossBox: loss * 0.3, .lossMask: loss * 0.2,
        .learningRate: 0.02, .stepTime: 0.31 + 0.02 * noise.next(),
      ]
      let time = end - Double(order.count - 1 - place) * 6.2
      for (key, value) in values {
        series[key, default: MetricSeries()].append(step: step, time: time, value: value)
      }
    }
    return series
  }

  private static func evaluations(
    _ all: [[Double]], steps: Int, classes: Int
  ) -> [LogHistory.Evaluation] {
    all.enumerated().map { index, values in
      var summary: [MetricKey: Double] = [:]
      for task in EvaluationTask.allCases {
        summary[.averagePrecision(task)] = values[0]
        for (bin, value) in zip(FrequencyBin.allCases, values.dropFirst()) {
          summary[.averagePrecision(task, bin: bin)] = value
        }
      }
      let results = (0..<classes).map { index in
        ClassResult([.averagePrecision(.box): Double(index % 50)])
      }
      let report = EvaluationReport(
        step: steps * (index + 1) / all.count, epoch: .nan, seconds: .nan, summary: summary, classes: results)
      return LogHistory.Evaluation(time: .nan, report: report)
    }
  }
}
