import Events
import RunStore

extension TrainingLoop {
  /// Where a run is after a step that moved its weights, in values that a step that fails may have changed since.
  struct Place {
    let progress: Progress
    let position: BatchPosition
    let regions: RegionCount
  }

  /// After the steps done so far.
  var place: Place { Place(progress: progress, position: loader.position, regions: regions) }

  /// Saves where the run is, unless this step is saved already or its loss says that the weights are spoilt.
  func saveCheckpoint() throws {
    guard !checkpoints.holds(progress), !badSteps.isInStreak else { return }
    try ranks.whileOthersRest { save(place) }
  }

  /// Ends a run that came to its end or was asked to stop: that is said only where the last step is saved.
  func end() throws -> RunEnding {
    try ranks.whileOthersRest { save(place) }
    try ranks.lead(.end)
    if let reason = checkpoints.whyUnsaved(place.progress) { return endUnsaved(reason) }
    let isStopped = isStopping
    answerStops()
    enter(isStopped ? .stopped : .finished)
    return isStopped ? .stopped : .finished
  }

  /// Ends a run that cannot go on: what it learnt is saved before that is said.
  func fail(_ error: any Error) -> RunEnding {
    if !ranks.hasLostOne { ranks.tellFailure("\(error)") }
    if let lastGood, (try? learner.isWhole()) == true { save(lastGood) }
    report.log(.error, "\(error)")
    enter(.failed)
    return .failed
  }

  private func endUnsaved(_ reason: String) -> RunEnding {
    let sentence = rescue(after: reason)
    report.log(.error, sentence)
    enter(.failed)
    return .unsaved(sentence)
  }

  private func save(_ place: Place) {
    guard !checkpoints.holds(place.progress) else { return }
    during(.checkpointing) {
      do {
        checkpoints.save(try snapshot(place), at: place.progress, report)
      } catch {
        checkpoints.cannotSave(place.progress, because: "\(error)", report)
      }
    }
  }

  private func snapshot(_ place: Place) throws -> RunSnapshot {
    guard try learner.isWhole() else { throw TrainingError.spoiltWeights(step: place.progress.step) }
    return RunSnapshot(
      learner, progress: place.progress, position: place.position, results: results, regions: place.regions,
      recipe: recipe.text)
  }

  /// Keeps the last weights outside the run's folder; returns where they are, and how to go on with them.
  private func rescue(after reason: String) -> String {
    let step = progress.step
    do {
      let fallback = FallbackShelf(below: recipe.run.fallbackFolder, of: folder)
      let (path, bytes) = try fallback.publish(step: step, snapshot(place).write)
      report(.checkpoint(step: step, path: path, bytes: bytes))
      return """
        step \(step) is not saved in the run (\(reason)). Its weights are in \(path): move that file into \
        \(folder.checkpoints) once that is mended, then tailboard train --resume \(folder.path) goes on with it.
        """
    } catch {
      return """
        step \(step) is lost: it could be saved neither in the run (\(reason)) nor in run.fallback_folder (\(error)). \
        The newest checkpoint in \(folder.checkpoints) is what there is.
        """
    }
  }
}
