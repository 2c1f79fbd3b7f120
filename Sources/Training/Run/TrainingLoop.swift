import Detection
import Events
import Foundation
import Losses
import Recipes
import RunStore

/// The training loop: step, listen, evaluate, save.
///
/// Everything happens on one queue, evaluation too, between two steps: one torch thread team keeps all cores busy, so
/// that evaluating beside training would slow both by as much as it gains, and cost a second copy of the weights.
/// Only decoding images and matching detections run elsewhere.
final class TrainingLoop {
  let recipe: Recipe
  let folder: RunFolder
  let requests: RunRequests
  let report: RunReporter
  let data: RunData
  let learner: Learner
  let ranks: Ranks
  let loader: BatchLoader
  let evaluator: Evaluator
  let learningRate: LearningRate

  var state = RunState.starting
  var step = 0
  var clock = RunClock(elapsed: 0)
  /// The requests to stop that are being answered.
  var stops: [AskedRequest] = []
  var isPauseWanted = false
  var evaluations: Recurrence
  var evaluatedStep: Int?
  var results: [MetricKey: Double] = [:]
  var checkpoints: CheckpointKeeper
  var estimate: LengthEstimate
  var margins: MarginMeter
  var regions: RegionCount
  var badSteps = BadSteps()
  /// Where the run was when its weights last moved in this process.
  private(set) var lastGood: Place?
  /// Steps done when this process took over.
  let firstStep: Int
  var machine = MachineGauge()

  /// A loop that goes on from a snapshot, or begins.
  init(
    _ run: TrainingRun, _ report: RunReporter, _ data: RunData, _ learner: Learner, _ shelf: CheckpointShelf,
    _ requests: RunRequests, from snapshot: RunSnapshot?
  ) throws {
    recipe = run.recipe
    folder = run.folder
    self.requests = requests
    self.report = report
    self.data = data
    self.learner = learner
    ranks = learner.ranks
    step = snapshot?.step ?? 0
    firstStep = step
    results = snapshot?.results ?? [:]
    clock = RunClock(elapsed: snapshot?.seconds ?? 0)
    loader = try BatchLoader(
      data, run.recipe, from: snapshot?.position ?? BatchPosition(), share: ranks.share(of: recipe.input),
      report)
    evaluator = Evaluator(data, recipe, ranks)
    evaluator.images.masks?.complain(to: report)
    learningRate = LearningRate(run.recipe)
    margins = MarginMeter(classCount: data.categories.count)
    regions = snapshot?.regions ?? RegionCount()
    estimate = LengthEstimate(run.recipe)
    let progress = Progress(step: step, stepsPerEpoch: loader.batchesPerEpoch, seconds: clock.elapsed)
    evaluations = Recurrence(every: recipe.evaluation.interval, after: progress)
    checkpoints = CheckpointKeeper(shelf, every: recipe.run.checkpointInterval, after: progress)
  }

  /// Trains to the end, a stop request or a failure; returns which.
  func run() -> RunEnding {
    do {
      do { try train() } catch is StoppedWhileWaiting {}
      return try end()
    } catch {
      return fail(error)
    }
  }

  private func train() throws {
    try fillMemory()
    while !isFinished, !isStopping {
      try trainStep()
      try answerRequests()
      if evaluations.isDue(at: progress) { try evaluate() }
      if checkpoints.isDue(at: progress) { try saveCheckpoint() }
    }
    guard !isStopping else { return }
    if let outcome = estimate.outcome(at: progress) { report(outcome) }
    try evaluate()
  }

  var isStopping: Bool { !stops.isEmpty }

  var progress: Progress {
    Progress(step: step, stepsPerEpoch: loader.batchesPerEpoch, seconds: clock.elapsed)
  }

  private var isFinished: Bool { progress.share(of: recipe.schedule.length) >= 1 }

  private func trainStep() throws {
    let start = clock.elapsed
    var outage = StorageOutage()
    let batch = try loader.next { try outlastInTraining($0, &outage) }
    tellEnd(of: outage)
    let dataWait = clock.elapsed - start
    if state == .starting { enter(.running) }
    let rate = learningRate(at: progress)
    try ranks.lead(.step(number: step, learningRate: rate))
    let outcome = try learner.step(batch, number: step, learningRate: rate) { try margins.add($0) }
    regions.add(outcome.regions)
    step += 1
    let seconds = clock.elapsed - start
    var figures: [MetricKey: Double] = [
      .learningRate: rate, .dataWait: dataWait, .stepTime: seconds,
      .throughput: Double(recipe.input.batchSize) / seconds,
    ]
    figures[.backgroundToForeground] = regions.backgroundToForeground
    figures.merge(machine.figures(at: ProcessInfo.processInfo.systemUptime)) { $1 }
    let values = outcome.values.merging(figures) { $1 }
    report(.metrics(StepMetrics(step: step, epoch: progress.epoch, values: values)))
    if outcome.notFinite == nil { lastGood = place }
    if let complaint = try badSteps.note(outcome.notFinite, at: step) { report.log(.warning, complaint) }
    try follow(stepSeconds: seconds)
  }

  /// Keeps the figures that are told now and then: margins attained, the run's length.
  private func follow(stepSeconds: Double) throws {
    if step.isMultiple(of: recipe.run.marginInterval) {
      try ranks.lead(.margins)
      try margins.join(ranks)
      report(.margins(step: step, attained: margins.take()))
    }
    estimate.note(stepSeconds: stepSeconds)
    if let news = estimate.news(at: progress) { report(news) }
  }

  /// Evaluates the present weights, unless this step's were; a stop request meanwhile ends it without a result.
  func evaluate() throws {
    guard evaluatedStep != step else { return }
    try during(.evaluating) {
      let start = clock.elapsed
      defer { evaluations.done(at: progress) }
      guard let result = try ranks.withOthers(evaluation) else { return }
      evaluatedStep = step
      results = result.summary
      estimate.note(evaluationSeconds: clock.elapsed - start)
      report(.evaluated(result))
      for loss in learner.model.classifications.compactMap({ $0.loss as? any RegionRecalling }) {
        report.log(.info, loss.memory.status)
      }
    }
  }
}

extension TrainingLoop {
  /// The results, or nil where a stop request ended it or the truth cannot be compared with, which is told.
  private func evaluation() throws -> EvaluationReport? {
    do {
      var outage = StorageOutage()
      let result = try evaluator.evaluate(
        learner, at: progress, report, outlasting: { [self] in try outlastInEvaluation($0, &outage) },
        while: {
          try answerRequests()
          return !isStopping
        })
      tellEnd(of: outage)
      return result
    } catch is StoppedWhileWaiting {
      return nil
    } catch TrainingError.noEvaluation(let reason) {
      report.log(.error, "\(TrainingError.noEvaluation(reason: reason))")
      return nil
    }
  }
}

// MARK: - State

extension TrainingLoop {
  func enter(_ new: RunState) {
    guard new != state else { return }
    state = new
    report(.state(new))
  }

  /// Does something in a state of its own, then returns to the one before; a run that is to stop stays "stopping".
  func during<Result>(_ new: RunState, _ body: () throws -> Result) rethrows -> Result {
    let before = state
    enter(isStopping ? .stopping : new)
    defer { enter(isStopping ? .stopping : before) }
    return try body()
  }
}
