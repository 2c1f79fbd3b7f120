import Events

/// Where the lines of a text log belong: steps from epochs and iterations of them.
struct TextPlace {
  private(set) var axis = StepAxis(unit: .record)
  /// The place told last.
  private(set) var last = RecordPlace(step: 0, phase: .training)
  private(set) var epoch = Double.nan
  /// Iterations of an epoch.
  private var epochLength: Int?
  private var countsEpochsFromZero = false
  private var hasSteps = false

  /// Takes in what a line says.
  mutating func move(by marks: TextMarks, _ placing: TextStyle.Placing) {
    if marks.countsEpochsFromZero || marks.epoch == 0 { countsEpochsFromZero = true }
    if !marks.epoch.isNaN { epoch = marks.epoch }
    if placing == .epochOfDictionary {
      moveToEpoch(of: marks, scale: AnyDialect.fractions)
    } else if marks.phase == .validation {
      endEpoch(of: marks)
    } else if let iteration = marks.iteration {
      hasSteps = true
      axis = .steps
      let step = marks.epoch.isNaN ? iteration : stepInEpoch(iteration, of: marks)
      last = RecordPlace(step: step, phase: .training)
    } else if !marks.epoch.isNaN {
      hasSteps ? endEpoch(of: marks) : moveToEpoch(of: marks, scale: 1)
    }
    if marks.phase != last.phase { last = RecordPlace(step: last.step, phase: marks.phase) }
  }

  private mutating func stepInEpoch(_ iteration: Int, of marks: TextMarks) -> Int {
    guard let length = marks.iterationCount else { return iteration }
    epochLength = length
    return epochsBefore(marks.epoch) &* length &+ iteration
  }

  private func epochsBefore(_ epoch: Double) -> Int {
    max(Int(saturating: epoch) &- (countsEpochsFromZero ? 0 : 1), 0)
  }

  /// Validation stands at the end of its epoch, where its length is known, else at the last step.
  private mutating func endEpoch(of marks: TextMarks) {
    guard !marks.epoch.isNaN else { return }
    if let epochLength {
      last = RecordPlace(step: (epochsBefore(marks.epoch) &+ 1) &* epochLength, phase: marks.phase)
    } else if !hasSteps {
      moveToEpoch(of: marks, scale: 1)
    }
  }

  private mutating func moveToEpoch(of marks: TextMarks, scale: Int) {
    guard !marks.epoch.isNaN else { return }
    axis = StepAxis(unit: .epoch, scale: scale)
    let whole = marks.epoch.rounded(.down)
    last = RecordPlace(
      step: Int(saturating: (marks.epoch * Double(scale)).rounded()), writtenStep: Int(saturating: whole),
      stepFraction: marks.epoch - whole, phase: marks.phase)
  }
}
