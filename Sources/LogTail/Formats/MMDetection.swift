import Events

/// mmdetection 2.x's log.json: one JSON object a line, the first about the environment (mmcv, hooks/logger/text.py).
///
/// `iter` counts within the epoch, so the step is (epoch − 1) · iterations per epoch + iter. Where the iterations per
/// epoch are not known from elsewhere, the largest iter of the first epoch that ends is taken for them. A trainer that
/// counts iterations only (IterBasedRunner) is known by an iter that goes on rising in the next epoch. In validation
/// records iter is the length of the validation set: they stand at the end of their epoch.
struct MMDetection: RecordDialect {
  static let separator = "/"
  static let ownNames: [String: MetricKey] = ["time": .stepTime, "data_time": .dataWait]
  private var iterationsPerEpoch: Int?
  private var epoch = 0
  private var largestIteration = 0
  private var countsOnlyIterations = false
  private var lastStep: Int?

  init(iterationsPerEpoch: Int?) { self.iterationsPerEpoch = iterationsPerEpoch }

  func role(of name: String) -> MemberRole {
    switch name {
    case "mode": .mode
    case "epoch": .epoch
    case "iter": .iteration
    default: .scalar
    }
  }

  mutating func place(_ marks: RecordMarks) -> RecordPlace? {
    guard let phase = marks.phase else { return nil }
    let epoch = Int(saturating: marks.epoch)
    switch phase {
    case .training:
      let step = trainingStep(epoch: epoch, iteration: marks.iteration ?? 0)
      lastStep = step
      return RecordPlace(step: step, phase: .training)
    case .validation:
      return RecordPlace(step: validationStep(epoch: epoch), phase: .validation)
    }
  }

  private mutating func trainingStep(epoch: Int, iteration: Int) -> Int {
    if epoch != self.epoch && largestIteration > 0 {
      if iterationsPerEpoch == nil && epoch > self.epoch {
        countsOnlyIterations = iteration > largestIteration
        iterationsPerEpoch = largestIteration
      }
      largestIteration = 0
    }
    self.epoch = epoch
    largestIteration = max(largestIteration, iteration)
    return countsOnlyIterations ? iteration : start(of: epoch) &+ iteration
  }

  private func validationStep(epoch: Int) -> Int {
    if countsOnlyIterations { return lastStep ?? epoch }
    guard iterationsPerEpoch != nil else { return lastStep ?? epoch }
    return start(of: epoch &+ 1)
  }

  private func start(of epoch: Int) -> Int { max(epoch &- 1, 0) &* (iterationsPerEpoch ?? 0) }
}

extension Int {
  /// The number cut to an integer; the nearest there is, and 0 for NaN.
  init(saturating number: Double) {
    if number.isNaN {
      self = 0
    } else {
      self = Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }
  }
}

extension LogFormat {
  /// mmdetection 2.x (mmcv): `<timestamp>.log.json`.
  public static let mmdetection = LogFormat(
    "mmdetection", usualNames: ["*.log.json"], standing: .own, place: RunPlace.folder,
    epochLength: EpochLength.of,
    recognises: { head in
      [["mode", "epoch", "iter"], ["hook_msgs"], ["env_info", "exp_name"]].contains {
        head.keys.isSuperset(of: $0)
      }
    },
    decoder: { LineDecoder(JSONRows(MMDetection(iterationsPerEpoch: $0))) })
}
