import Recipes

extension TrainingLoop {
  /// Batches between two reports of how far the filling is.
  private static let batchesPerReport = 20

  /// Fills the memory of a loss that trains again on regions it remembers, by a pass over the training images before the
  /// first step; a stop request ends it.
  func fillMemory() throws {
    guard step == 0, case .equilibrium(let settings) = recipe.loss else { return }
    let loader = try BatchLoader(
      data, recipe, from: BatchPosition(), share: ranks.share(of: recipe.input), report)
    let count = progress.steps(of: settings.prefill, secondsPerStep: 1)
    for batch in 0..<count where !isStopping {
      if batch.isMultiple(of: Self.batchesPerReport) {
        report(.phase("filling the memory, batch \(batch + 1) of \(count)"))
      }
      try ranks.lead(.remember(number: batch))
      try learner.remember(loader.next(), number: batch)
      try answerRequests()
    }
  }
}
