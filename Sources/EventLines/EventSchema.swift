import Events
import JSON

/// The members of every kind of event, in their order: the one place that spells them.
///
/// A kind that is added leaves the version as it is where older readers may do without it; it rises where they would
/// misread the file. Either way they pass over kinds they do not know and say so.
enum EventSchema {
  /// The version this program writes.
  static let version = 2

  static let started = ObjectSchema(
    RunDescription.init,
    SchemaMember("recipe", { $0.recipe }),
    SchemaMember("detector", { $0.detector }),
    SchemaMember("loss", { $0.loss }),
    SchemaMember("device", { $0.device }),
    SchemaMember("seed", { $0.seed }),
    SchemaMember("batch_size", { $0.batchSize }),
    SchemaMember(EventName.totalSteps, { $0.totalSteps }),
    SchemaMember("steps_per_epoch", { $0.stepsPerEpoch }),
    SchemaMember("evaluation_interval", { $0.evaluationInterval }),
    SchemaMember("resumed_at", { $0.resumedAt }),
    SchemaMember("folder", { $0.folder }),
    SchemaMember("classes", { $0.classes }),
    SchemaMember("background_to_foreground", absentIsNil: { $0.backgroundToForeground }))

  static let aClass = ObjectSchema(
    ClassDescription.init,
    SchemaMember("name", { $0.name }),
    SchemaMember("bin", { $0.bin }),
    SchemaMember("images", { $0.imageCount }),
    SchemaMember("instances", { $0.instanceCount }),
    SchemaMember("demanded_margin", { $0.demandedMargin }),
    SchemaMember("ranking_weight", { $0.rankingWeight }))

  static let planned = ObjectSchema(
    { (steps: Int, interval: Int) in (steps, interval) },
    SchemaMember(EventName.totalSteps, { $0.0 }),
    SchemaMember("evaluation_interval", { $0.1 }))

  static let phase = ObjectSchema({ (text: String) in text }, SchemaMember(EventName.text, { $0 }))

  static let state = ObjectSchema({ (state: RunState) in state }, SchemaMember(EventName.state, { $0 }))

  static let asked = ObjectSchema(
    { (request: ControlRequest, id: String, user: String, host: String, through: String?) in
      AskedRequest(request, by: Requester(user: user, host: host, through: through), id: id)
    },
    SchemaMember("request", { $0.request }),
    SchemaMember("id", { $0.id }),
    SchemaMember("user", { $0.requester.user }),
    SchemaMember("host", { $0.requester.host }),
    SchemaMember("through", { $0.requester.through }))

  static let answered = ObjectSchema(
    { (request: ControlRequest, id: String) in (request, id) },
    SchemaMember("request", { $0.0 }),
    SchemaMember("id", { $0.1 }))

  static let metrics = ObjectSchema(
    StepMetrics.init,
    SchemaMember(EventName.step, { $0.step }),
    SchemaMember(EventName.epoch, unknownIsNull: { $0.epoch }),
    SchemaMember(EventName.values, { $0.values }))

  static let evaluating = ObjectSchema(
    { (done: Int, total: Int) in (done, total) },
    SchemaMember("done", { $0.0 }),
    SchemaMember("total", { $0.1 }))

  static let evaluated = ObjectSchema(
    EvaluationReport.init,
    SchemaMember(EventName.step, { $0.step }),
    SchemaMember(EventName.epoch, unknownIsNull: { $0.epoch }),
    SchemaMember("seconds", unknownIsNull: { $0.seconds }),
    SchemaMember(EventName.summary, { $0.summary }),
    SchemaMember("classes", { $0.classes }),
    SchemaMember("set", absentIsNil: { $0.set }))

  static let margins = ObjectSchema(
    { (step: Int, attained: [Int: AttainedMargin]) in (step, attained) },
    SchemaMember(EventName.step, { $0.0 }),
    SchemaMember("attained", { $0.1 }))

  static let attainedMargin = ObjectSchema(
    AttainedMargin.init,
    SchemaMember("mean", { $0.mean }),
    SchemaMember("fifth_percentile", { $0.fifthPercentile }),
    SchemaMember("positives", { $0.positives }))

  static let checkpoint = ObjectSchema(
    { (step: Int, path: String, bytes: Int) in (step, path, bytes) },
    SchemaMember(EventName.step, { $0.0 }),
    SchemaMember("path", { $0.1 }),
    SchemaMember("bytes", { $0.2 }))

  static let log = ObjectSchema(
    { (level: LogLevel, text: String) in (level, text) },
    SchemaMember("level", { $0.0 }),
    SchemaMember(EventName.text, { $0.1 }))

  static let dropped = ObjectSchema({ (count: Int) in count }, SchemaMember("count", { $0 }))

  /// The line a process writes before its first event. Not an event: it is the file's.
  static let versionKind = "schema"
  static let versionMember = SchemaMember<Int, Int>("version", { $0 })
}

extension ClassDescription: EventMember {
  init(reading json: JSONValue, as name: String) throws { self = try EventSchema.aClass.read(json) }

  /// Writes an object.
  public func write(to writer: inout JSONWriter) {
    writer.object { EventSchema.aClass.write(self, to: &$0) }
  }
}

extension AttainedMargin: EventMember {
  init(reading json: JSONValue, as name: String) throws { self = try EventSchema.attainedMargin.read(json) }

  /// Writes an object.
  public func write(to writer: inout JSONWriter) {
    writer.object { EventSchema.attainedMargin.write(self, to: &$0) }
  }
}

/// A seed beyond what a signed number holds is written as the largest of those.
extension UInt64: EventMember {
  init(reading json: JSONValue, as name: String) throws { self.init(clamping: try json.integer()) }

  /// Writes its digits.
  public func write(to writer: inout JSONWriter) { Int(clamping: self).write(to: &writer) }
}
