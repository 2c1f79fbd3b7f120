import Events
import JSON

extension RunEvent {
  /// The event as a line of `events.jsonl`, newline included. The run is the folder's, so it is not written.
  /// Nil for what was read from the logs of another trainer: those keep it.
  var line: [UInt8]? {
    guard let name = body.name else { return nil }
    var writer = JSONWriter()
    writer.object {
      $0.member("time", time)
      $0.member("event", name)
      body.write(membersTo: &$0)
    }
    writer.endLine()
    return writer.bytes
  }
}

extension RunEvent.Body {
  fileprivate var name: String? {
    switch self {
    case .started: "started"
    case .planned: "planned"
    case .phase: "phase"
    case .state: "state"
    case .metrics: "metrics"
    case .evaluating: "evaluating"
    case .evaluated: "evaluated"
    case .margins: "margins"
    case .checkpoint: "checkpoint"
    case .log: "log"
    case .dropped: "dropped"
    case .logged: nil
    }
  }

  fileprivate func write(membersTo writer: inout JSONWriter) {
    switch self {
    case .started(let description): description.write(membersTo: &writer)
    case .planned(let totalSteps, let evaluationInterval):
      writer.member("total_steps", totalSteps)
      writer.member("evaluation_interval", evaluationInterval)
    case .phase(let text): writer.member("text", text)
    case .state(let state): writer.member("state", state.rawValue)
    case .metrics(let metrics):
      writer.member("step", metrics.step)
      writer.member("epoch", metrics.epoch)
      writer.values("values", metrics.values)
    case .evaluating(let done, let total):
      writer.member("done", done)
      writer.member("total", total)
    case .evaluated(let report):
      writer.member("step", report.step)
      writer.member("epoch", report.epoch)
      writer.member("seconds", report.seconds)
      writer.values("summary", report.summary)
      writer.member("classes", report.classes)
    case .margins(let step, let attained):
      writer.member("step", step)
      writer.object("attained") { writer in
        for (index, margin) in attained.sorted(by: { $0.key < $1.key }) { writer.member("\(index)", margin) }
      }
    case .checkpoint(let step, let path, let bytes):
      writer.member("step", step)
      writer.member("path", path)
      writer.member("bytes", bytes)
    case .log(let level, let text):
      writer.member("level", level.rawValue)
      writer.member("text", text)
    case .dropped(let count): writer.member("count", count)
    case .logged: break
    }
  }
}

extension JSONWriter {
  fileprivate mutating func values(_ key: String, _ values: [MetricKey: Double]) {
    object(key) { writer in
      for (key, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(key.name, value) }
    }
  }
}

extension RunDescription {
  fileprivate func write(membersTo writer: inout JSONWriter) {
    writer.member("recipe", recipe)
    writer.member("detector", detector)
    writer.member("loss", loss)
    writer.member("device", device)
    writer.member("seed", Int(clamping: seed))
    writer.member("batch_size", batchSize)
    writer.member("total_steps", totalSteps)
    writer.member("steps_per_epoch", stepsPerEpoch)
    writer.member("evaluation_interval", evaluationInterval)
    writer.member("resumed_at", resumedAt)
    writer.member("folder", folder)
    writer.member("classes", classes)
  }
}

extension ClassDescription: JSONWritable {
  /// Writes an object.
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("name", name)
      $0.member("bin", bin.name)
      $0.member("images", imageCount)
      $0.member("instances", instanceCount)
      $0.member("demanded_margin", demandedMargin)
      $0.member("ranking_weight", rankingWeight)
    }
  }
}

extension ClassResult: JSONWritable {
  /// Writes an object of the figures by key.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (key, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(key.name, value) }
    }
  }
}

extension AttainedMargin: JSONWritable {
  /// Writes an object.
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("mean", mean)
      $0.member("fifth_percentile", fifthPercentile)
      $0.member("positives", positives)
    }
  }
}
