import Events
import JSON

/// Why a JSON object is no event.
enum EventReadingError: Error, CustomStringConvertible {
  case unknownName(String)
  case unknownWord(String, in: String)

  var description: String {
    switch self {
    case .unknownName(let name): "there is no event \"\(name)\""
    case .unknownWord(let word, let member): "\(member) cannot be \"\(word)\""
    }
  }
}

extension RunEvent {
  /// The event of a line of `events.jsonl`.
  init(_ json: JSONValue, run: RunID) throws {
    try self.init(run: run, time: json.member("time").double(), body: Body(json))
  }
}

extension RunEvent.Body {
  fileprivate init(_ json: JSONValue) throws {
    switch try json.member("event").string() {
    case "started": self = .started(try RunDescription(json))
    case "planned":
      self = .planned(
        totalSteps: try json.member("total_steps").integer(),
        evaluationInterval: try json.member("evaluation_interval").integer())
    case "phase": self = .phase(try json.member("text").string())
    case "state": self = .state(try json.word("state"))
    case "metrics": self = .metrics(try StepMetrics(json))
    case "evaluating":
      self = .evaluating(done: try json.member("done").integer(), total: try json.member("total").integer())
    case "evaluated": self = .evaluated(try EvaluationReport(json))
    case "margins":
      self = .margins(
        step: try json.member("step").integer(), attained: try json.member("attained").margins())
    case "checkpoint":
      self = .checkpoint(
        step: try json.member("step").integer(), path: try json.member("path").string(),
        bytes: try json.member("bytes").integer())
    case "log": self = .log(try json.word("level"), try json.member("text").string())
    case "dropped": self = .dropped(try json.member("count").integer())
    case let name: throw EventReadingError.unknownName(name)
    }
  }
}

extension JSONValue {
  fileprivate func word<Word: RawRepresentable<String>>(_ key: String) throws -> Word {
    let text = try member(key).string()
    guard let word = Word(rawValue: text) else { throw EventReadingError.unknownWord(text, in: key) }
    return word
  }

  fileprivate func values() throws -> [MetricKey: Double] {
    var values: [MetricKey: Double] = [:]
    for (key, value) in try members() { values[MetricKey(key)] = try value.double() }
    return values
  }

  fileprivate func margins() throws -> [Int: AttainedMargin] {
    var margins: [Int: AttainedMargin] = [:]
    for (key, value) in try members() {
      guard let index = Int(key) else { throw EventReadingError.unknownWord(key, in: "a class index") }
      margins[index] = try AttainedMargin(
        mean: value.member("mean").double(), fifthPercentile: value.member("fifth_percentile").double(),
        positives: value.member("positives").integer())
    }
    return margins
  }
}

extension StepMetrics {
  fileprivate init(_ json: JSONValue) throws {
    try self.init(
      step: json.member("step").integer(), epoch: json.member("epoch").double(),
      values: json.member("values").values())
  }
}

extension EvaluationReport {
  fileprivate init(_ json: JSONValue) throws {
    try self.init(
      step: json.member("step").integer(), epoch: json.member("epoch").double(),
      seconds: json.member("seconds").double(), summary: json.member("summary").values(),
      classes: json.member("classes").elements().map(ClassResult.init))
  }
}

extension ClassResult {
  /// Reads figures by key, and those by which the first versions wrote.
  fileprivate init(_ json: JSONValue) throws {
    var values: [MetricKey: Double] = [:]
    for (name, value) in try json.members() where !value.isNull {
      switch name {
      case "ap_band":
        let band = try value.doubles()
        guard band.count == 2 else { throw EventReadingError.unknownWord(value.source, in: name) }
        values[.leastPrecision(.box)] = band[0]
        values[.mostPrecision(.box)] = band[1]
      default: values[Self.earlierNames[name] ?? MetricKey(name)] = try value.double()
      }
    }
    self.init(values)
  }

  private static let earlierNames: [String: MetricKey] = [
    "box_ap": .averagePrecision(.box), "mask_ap": .averagePrecision(.mask),
    "ranking_error": .rankingError(.box),
  ]
}

extension RunDescription {
  fileprivate init(_ json: JSONValue) throws {
    try self.init(
      recipe: json.member("recipe").string(), detector: json.member("detector").string(),
      loss: json.member("loss").string(), device: json.member("device").string(),
      seed: UInt64(clamping: json.member("seed").integer()), batchSize: json.member("batch_size").integer(),
      totalSteps: json.member("total_steps").integer(),
      stepsPerEpoch: json.member("steps_per_epoch").integer(),
      evaluationInterval: json.member("evaluation_interval").integer(),
      resumedAt: json.member("resumed_at").integer(), folder: json.member("folder").string(),
      classes: json.member("classes").elements().map(ClassDescription.init))
  }
}

extension ClassDescription {
  fileprivate init(_ json: JSONValue) throws {
    let name = try json.member("bin").string()
    guard let bin = FrequencyBin.allCases.first(where: { $0.name == name }) else {
      throw EventReadingError.unknownWord(name, in: "bin")
    }
    try self.init(
      name: json.member("name").string(), bin: bin, imageCount: json.member("images").integer(),
      instanceCount: json.member("instances").integer(),
      demandedMargin: json.member("demanded_margin").double(),
      rankingWeight: json.member("ranking_weight").double())
  }
}
