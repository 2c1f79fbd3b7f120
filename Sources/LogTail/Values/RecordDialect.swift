import Events

/// What the members of a record mean, and which step it belongs to.
protocol RecordDialect: Sendable {
  /// What a member, or column, of this name is.
  func role(of name: String) -> MemberRole
  /// What is put between the names of a member and of the object it is in.
  static var separator: String { get }
  /// A scalar's name, with its meaning.
  static func scalarName(_ name: String) -> ScalarName
  /// What its own names mean here, where other trainers' same names mean something else.
  static var ownNames: [String: MetricKey] { get }
  /// What the steps count.
  var axis: StepAxis { get }
  /// Told which member the step is, where several could be; nil where none is.
  mutating func choose(step name: String?)
  /// When a record was taken; nil for one that holds no scalars of a run.
  mutating func place(_ marks: RecordMarks) -> RecordPlace?
}

extension RecordDialect {
  static var ownNames: [String: MetricKey] { [:] }
  var axis: StepAxis { .steps }
  mutating func choose(step name: String?) {}

  /// The name of a scalar, with its meaning.
  static func scalarName(_ name: String) -> ScalarName {
    ownNames[name].map { ScalarName(name, meaning: .scalar($0)) } ?? ScalarName(name)
  }
}

/// What a member of a record is.
enum MemberRole: Sendable, Equatable {
  /// A scalar, and nothing else.
  case scalar
  /// The step.
  case step
  /// A scalar that may be the step, where no better one is there: 0 is best.
  case stepCandidate(rank: Int)
  /// Epochs done, also a scalar.
  case epoch
  /// Iterations in the epoch, also a scalar.
  case iteration
  /// Seconds since 1970, also a scalar.
  case time
  /// Seconds since 1970, and nothing else.
  case clock
  /// A word: training or validation.
  case mode
  /// A scalar that only training records have.
  case trainingSign
}

/// What a record says about when it was taken.
struct RecordMarks: Sendable {
  var step: Int?
  /// The step with its fraction.
  var exactStep = Double.nan
  var candidate: Candidate?
  var iteration: Int?
  var epoch = Double.nan
  var time = Double.nan
  var phase: LogRecord.Phase?
  var hasTrainingSign = false
}

/// When a record was taken.
struct RecordPlace {
  let step: Int
  let writtenStep: Int
  let stepFraction: Double
  let phase: LogRecord.Phase

  init(step: Int, writtenStep: Int? = nil, stepFraction: Double = 0, phase: LogRecord.Phase) {
    self.step = step
    self.writtenStep = writtenStep ?? step
    self.stepFraction = stepFraction
    self.phase = phase
  }
}

extension LogRecord.Phase {
  /// The phase a trainer's word for it names.
  init?(word: String) {
    switch word {
    case "train", "training", "metrics": self = .training
    case "val", "valid", "validation", "eval", "evaluation", "test", "evaluated": self = .validation
    default: return nil
    }
  }
}
