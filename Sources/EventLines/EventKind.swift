import Events
import Foundation
import JSON

/// The kinds of event that are written, by their names in the file.
public enum EventKind: String, Sendable, CaseIterable {
  case started, planned, phase, state, asked, answered, metrics, evaluating, evaluated, margins, checkpoint,
    log, dropped
}

extension RunEvent.Body {
  /// The kind; nil for what is never written: the logs of another trainer keep it, or it is true only now.
  public var kind: EventKind? {
    switch self {
    case .started: .started
    case .planned: .planned
    case .phase: .phase
    case .state: .state
    case .asked: .asked
    case .answered: .answered
    case .metrics: .metrics
    case .evaluating: .evaluating
    case .evaluated: .evaluated
    case .margins: .margins
    case .checkpoint: .checkpoint
    case .log: .log
    case .dropped: .dropped
    case .logged, .held: nil
    }
  }

  /// Writes what the kind has beside its name.
  func write(membersTo writer: inout JSONWriter) {
    switch self {
    case .started(let run): EventSchema.started.write(run, to: &writer)
    case .planned(let steps, let interval): EventSchema.planned.write((steps, interval), to: &writer)
    case .phase(let text): EventSchema.phase.write(text, to: &writer)
    case .state(let state): EventSchema.state.write(state, to: &writer)
    case .asked(let asked): EventSchema.asked.write(asked, to: &writer)
    case .answered(let request, let id): EventSchema.answered.write((request, id), to: &writer)
    case .metrics(let metrics): EventSchema.metrics.write(metrics, to: &writer)
    case .evaluating(let done, let total): EventSchema.evaluating.write((done, total), to: &writer)
    case .evaluated(let report): EventSchema.evaluated.write(report, to: &writer)
    case .margins(let step, let attained): EventSchema.margins.write((step, attained), to: &writer)
    case .checkpoint(let step, let path, let bytes):
      EventSchema.checkpoint.write((step, path, bytes), to: &writer)
    case .log(let level, let text): EventSchema.log.write((level, text), to: &writer)
    case .dropped(let count): EventSchema.dropped.write(count, to: &writer)
    case .logged, .held: break
    }
  }
}

extension EventKind {
  /// What a line of this kind says.
  func body(_ json: JSONValue) throws -> RunEvent.Body {
    switch self {
    case .started: return .started(try EventSchema.started.read(json))
    case .planned:
      let (steps, interval) = try EventSchema.planned.read(json)
      return .planned(totalSteps: steps, evaluationInterval: interval)
    case .phase: return .phase(try EventSchema.phase.read(json))
    case .state: return .state(try EventSchema.state.read(json))
    case .asked: return .asked(try EventSchema.asked.read(json))
    case .answered:
      let (request, id) = try EventSchema.answered.read(json)
      return .answered(request, id: id)
    case .metrics: return .metrics(try EventSchema.metrics.read(json))
    case .evaluating:
      let (done, total) = try EventSchema.evaluating.read(json)
      return .evaluating(done: done, total: total)
    case .evaluated: return .evaluated(try EventSchema.evaluated.read(json))
    case .margins:
      let (step, attained) = try EventSchema.margins.read(json)
      return .margins(step: step, attained: attained)
    case .checkpoint:
      let (step, path, bytes) = try EventSchema.checkpoint.read(json)
      return .checkpoint(step: step, path: path, bytes: bytes)
    case .log:
      let (level, text) = try EventSchema.log.read(json)
      return .log(level, text)
    case .dropped: return .dropped(try EventSchema.dropped.read(json))
    }
  }
}

extension EventKind {
  /// The kind that a line of ours names near its start, found without reading the line whole.
  public init?(peekingAt line: Data) {
    let head = String(decoding: line.prefix(96), as: UTF8.self)
    guard let name = head.firstMatch(of: /"event":"([a-z_]+)"/) else { return nil }
    self.init(rawValue: String(name.1))
  }
}
