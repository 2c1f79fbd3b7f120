import Events
import Synchronization

/// Keeps a run's events, and lets a test answer them as they come.
final class Recorder: Sendable {
  private let kept = Mutex<[RunEvent.Body]>([])
  private let react: @Sendable (RunEvent.Body) -> Void

  init(_ react: @escaping @Sendable (RunEvent.Body) -> Void = { _ in }) { self.react = react }

  func callAsFunction(_ event: RunEvent) {
    kept.withLock { $0.append(event.body) }
    react(event.body)
  }

  var bodies: [RunEvent.Body] { kept.withLock { $0 } }

  var metrics: [StepMetrics] {
    bodies.compactMap { if case .metrics(let metrics) = $0 { metrics } else { nil } }
  }

  var states: [RunState] { bodies.compactMap { if case .state(let state) = $0 { state } else { nil } } }

  var evaluations: [EvaluationReport] {
    bodies.compactMap { if case .evaluated(let report) = $0 { report } else { nil } }
  }

  var checkpointSteps: [Int] {
    bodies.compactMap { if case .checkpoint(let step, _, _) = $0 { step } else { nil } }
  }

  var margins: [[Int: AttainedMargin]] {
    bodies.compactMap { if case .margins(_, let attained) = $0 { attained } else { nil } }
  }

  var phases: [String] { bodies.compactMap { if case .phase(let text) = $0 { text } else { nil } } }

  func logs(_ level: LogLevel) -> [String] {
    bodies.compactMap { if case .log(level, let text) = $0 { text } else { nil } }
  }
}

extension RunEvent.Body {
  /// Whether these are the metrics of a step.
  func isStep(_ step: Int) -> Bool {
    if case .metrics(let metrics) = self { metrics.step == step } else { false }
  }
}

extension StepMetrics {
  /// The losses and the gradients' norm: what must be the same however long things take.
  var computed: [MetricKey: Double] {
    values.filter {
      $0.key.name.hasPrefix("loss") || $0.key == .gradientNorm || $0.key == .learningRate
        || $0.key == .backgroundToForeground
        || $0.key == .backgroundToForeground
    }
  }
}
