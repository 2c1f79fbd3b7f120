import Detection
import Events
import RunStore
import Torch

extension TrainingLoop {
  /// Reads the data, builds the network and, in a resumed run, goes back to the newest good checkpoint.
  convenience init(
    preparing run: TrainingRun, _ report: RunReporter, _ requests: RunRequests
  ) throws {
    TorchRuntime.keepFreedMemory()
    run.ranks.setThreads(run.recipe)
    report(.phase("loading annotations"))
    let data = try RunData(run.sources, run.recipe.loss, report)
    report(.phase("building the model"))
    let learner = try Learner(run.recipe, data, run.ranks)
    if let remark = learner.model.classifications.first?.loss.remark { report.log(.info, remark) }
    let shelf = CheckpointShelf(run.folder, keeping: run.recipe.run.keptCheckpoints, under: run.hold)
    try shelf.clearPartial()
    let newest = run.isResumed ? try shelf.newestSnapshot(of: run.folder, report) : nil
    try run.ranks.tell(newest?.path ?? "", as: "checkpoint")
    let snapshot = newest?.snapshot
    if let snapshot {
      try snapshot.restore(learner)
    } else if let weights = run.recipe.detector.weights {
      report(.phase("loading weights"))
      report.log(.info, "\(try InitialWeights(file: weights, into: learner.model))")
    }
    try self.init(run, report, data, learner, shelf, requests, from: snapshot)
    try run.ranks.gatherRound("ready")
    report(.started(description(of: run, data)))
    report(.phase("first batch"))
  }

  private func description(of run: TrainingRun, _ data: RunData) -> RunDescription {
    let (totalSteps, evaluationInterval) = estimate.announcement(at: progress)
    return RunDescription(
      recipe: recipe.name, detector: recipe.detector.name, loss: recipe.loss.name.rawValue,
      device: run.ranks.context.device.inWords, seed: recipe.run.seed, batchSize: recipe.input.batchSize,
      totalSteps: totalSteps, stepsPerEpoch: loader.batchesPerEpoch, evaluationInterval: evaluationInterval,
      resumedAt: step, folder: run.folder.path, classes: data.classes,
      backgroundToForeground: recipe.loss.backgroundToForeground)
  }
}

extension CheckpointShelf {
  /// The newest checkpoint that is good, nil where the run never came to one.
  fileprivate func newestSnapshot(
    of run: RunFolder, _ report: RunReporter
  ) throws -> (path: String, snapshot: RunSnapshot)? {
    let (newest, damaged) = try origin(of: run)
    for checkpoint in damaged {
      report.log(.warning, "\(RunStoreError.damagedCheckpoint(file: checkpoint.path))")
    }
    guard let newest else {
      report.log(.warning, "the run has no checkpoint: it begins anew")
      return nil
    }
    return (newest.path, try RunSnapshot(contentsOf: newest.path))
  }
}
