import Events
import Recipes

/// What a rank does that does not lead: the leader's steps and evaluations, with its own share of the images.
struct FollowerLoop {
  private let ranks: Ranks
  private let learner: Learner
  private let loader: BatchLoader
  private let evaluator: Evaluator
  private var margins: MarginMeter
  private let prefill: () throws -> BatchLoader

  /// Reads the data, builds the network, and goes to where the leader begins.
  init(_ recipe: Recipe, _ sources: DataSources, _ ranks: Ranks, _ report: RunReporter) throws {
    self.ranks = ranks
    ranks.setThreads(recipe)
    let data = try RunData(sources, recipe.loss, report)
    learner = try Learner(recipe, data, ranks)
    let checkpoint = try ranks.hear("checkpoint", from: 0)
    let snapshot = checkpoint.isEmpty ? nil : try RunSnapshot(contentsOf: checkpoint)
    if let snapshot {
      try snapshot.restore(learner)
    } else if let weights = recipe.detector.weights {
      _ = try InitialWeights(file: weights, into: learner.model)
    }
    let share = try ranks.share(of: recipe.input)
    loader = try BatchLoader(data, recipe, from: snapshot?.position ?? BatchPosition(), share: share, report)
    prefill = { try BatchLoader(data, recipe, from: BatchPosition(), share: share, report) }
    evaluator = Evaluator(data, recipe, ranks)
    margins = MarginMeter(classCount: data.categories.count)
    try ranks.gatherRound("ready")
  }

  /// Follows until the run's end.
  mutating func run() throws {
    var prefilling: BatchLoader?
    while true {
      switch try ranks.next() {
      case .step(let number, let rate):
        _ = try learner.step(loader.next(), number: number, learningRate: rate) { try margins.add($0) }
      case .remember(let number):
        let loader = try prefilling ?? prefill()
        prefilling = loader
        try learner.remember(loader.next(), number: number)
      case .margins:
        try margins.join(ranks)
        _ = margins.take()
      case .evaluate: try evaluator.follow(learner)
      case .goOn, .leaveOff: continue
      case .rest(let number): throw RankError.strangeCommand(Double(number))
      case .end: return
      }
    }
  }
}

extension TrainingRun {
  /// Follows the leader to the end of the run; returns once it is over.
  public static func follow(
    _ recipe: Recipe, _ sources: DataSources, _ ranks: Ranks, emit: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    var loop = try FollowerLoop(recipe, sources, ranks, RunReporter(run: RunID("rank"), emit: emit))
    try loop.run()
  }
}
