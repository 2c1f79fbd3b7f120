import Foundation
import Recipes
import RunStore

/// Where weights are taken from: a run's newest good checkpoint, or a file, with the recipe that it comes with.
struct WeightSource {
  /// The file of the weights.
  let path: String
  let file: WeightFile
  /// The run's recipe, or a checkpoint of ours' own; nil for another library's weights.
  let recipe: Recipe?

  init(_ path: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let run = exists && isFolder.boolValue ? try RunFolder(opening: path) : nil
    self.path = try run.map(Self.newestCheckpoint) ?? path
    file = try WeightFile(self.path)
    let source = self.path
    recipe =
      try run.map { try Recipe(contentsOf: $0.recipe) }
      ?? file.recipe.map { try Recipe(text: $0, source: source) }
  }

  private static func newestCheckpoint(of run: RunFolder) throws -> String {
    guard let newest = try CheckpointShelf(run, keeping: 1).newestGood().checkpoint else {
      throw TrainingError.badWeights(file: run.checkpoints, reason: "the run has no good checkpoint")
    }
    return newest.path
  }
}
