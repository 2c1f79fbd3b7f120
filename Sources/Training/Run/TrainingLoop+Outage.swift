import Events

extension TrainingLoop {
  /// Thrown where a stop is asked for while the run waits for its images.
  struct StoppedWhileWaiting: Error {}

  /// Waits before training images are tried again whose storage is away. Throws the error itself once
  /// `run.storage_patience` is over, and at once where this process never read one: then the folder is wrong.
  func outlastInTraining(_ error: DataError, _ outage: inout StorageOutage) throws {
    guard step > firstStep else { throw error }
    try outlast(error, &outage)
  }

  /// The same for the images that are evaluated on; there a run can do without.
  func outlastInEvaluation(_ error: DataError, _ outage: inout StorageOutage) throws {
    do {
      guard evaluatedStep != nil else { throw error }
      try outlast(error, &outage)
    } catch let error as DataError {
      throw TrainingError.noEvaluation(reason: "\(error)")
    }
  }

  /// Pauses grow, requests are answered meanwhile, and the run's clock stands still.
  private func outlast(_ error: DataError, _ outage: inout StorageOutage) throws {
    guard let pause = outage.nextPause(atMost: Double(recipe.run.storagePatience)) else { throw error }
    report.log(
      .warning, "\(error) The run waits for its images: the next try is in \(Int(pause.rounded(.up))) s")
    clock.pause()
    defer { clock.resume() }
    try ranks.whileOthersRest { try answerRequests(for: .seconds(pause)) }
    if isStopping { throw StoppedWhileWaiting() }
  }

  private func answerRequests(for pause: Duration) throws {
    let end = ContinuousClock.now + pause
    while ContinuousClock.now < end, !isStopping {
      if let asked = try requests.wait(atMost: min(0.05, (end - .now).seconds)) { try answer(asked) }
    }
  }

  /// Says that images are there again, where they were not.
  func tellEnd(of outage: StorageOutage) {
    guard outage.waited > 0 else { return }
    report.log(.info, "the images are there again, after \(Int(outage.waited.rounded())) s")
  }
}

/// How long a run has waited for its images, and how long it waits next.
struct StorageOutage {
  private static let firstPause = 1.0
  private static let longestPause = 60.0

  /// Seconds so far.
  private(set) var waited = 0.0
  private var pause = firstPause

  /// Seconds to wait now, twice as long as the last time, one minute at most; nil where the patience is over.
  mutating func nextPause(atMost patience: Double) -> Double? {
    let next = min(pause, patience - waited)
    guard next > 0 else { return nil }
    waited += next
    pause = min(2 * pause, Self.longestPause)
    return next
  }
}
