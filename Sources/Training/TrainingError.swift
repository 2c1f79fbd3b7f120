import Annotations
import Events

/// Why a run cannot begin or go on.
public enum TrainingError: Error, Equatable {
  /// Losses or gradients are not finite, step after step.
  case diverged(step: Int, key: MetricKey, inARow: Int)
  /// Weights are not finite, or a step broke off while they moved.
  case spoiltWeights(step: Int)
  /// The two annotation files number different classes.
  case differentClasses(train: String, validation: String, ClassDifference)
  /// Classes of the same id have other names in the validation file.
  case differentNames(train: String, validation: String, ClassDifference)
  /// An annotation file has nothing to train on.
  case noInstances(file: String)
  /// Detections cannot be compared with the truth.
  case noEvaluation(reason: String)
  /// The checkpoint belongs to another network or recipe.
  case otherCheckpoint(file: String, reason: String)
  /// The weights cannot be used.
  case badWeights(file: String, reason: String)
  /// The weights cannot be written by another library's names.
  case notExportable(file: String, reason: String)
  /// Weights that nobody's recipe comes with.
  case noRecipe(file: String)
}

extension TrainingError: CustomStringConvertible {
  /// What was found, where, and what to do.
  public var description: String {
    switch self {
    case .diverged(let step, let key, let inARow):
      "step \(step): \(key) has not been finite for \(inARow) steps. The last good checkpoint is kept; resume from it with a lower optimizer.lr or a longer schedule.warm_up."
    case .spoiltWeights(let step):
      "step \(step): the weights are spoilt (not finite, or a step broke off while they moved), so they are neither saved nor gone on from. An older checkpoint may be good."
    case .differentClasses(let train, let validation, let difference):
      "\(validation) has other classes than \(train): "
        + [("lacks", difference.onlyInFirst), ("adds", difference.onlyInSecond)].filter { !$0.1.isEmpty }
        .map {
          "\($0) \($1.count): \($1.prefix(3).map { "\($0.id) \"\($0.name)\"" }.joined(separator: ", "))"
        }
        .joined(separator: "; ") + ". Both must list the same categories."
    case .differentNames(let train, let validation, let difference):
      "\(difference.renamed.count) classes have another name in \(validation) than in \(train): "
        + difference.renamed.prefix(3).map { "id \($0.id) is \"\($0.second)\", not \"\($0.first)\"" }
        .joined(separator: "; ")
        + ". Give them the same names, or set data.match_classes = \"id\" where only the names differ."
    case .noInstances(let file):
      "\(file) has no annotated object to train on."
    case .noEvaluation(let reason):
      "no evaluation: \(reason) Training goes on."
    case .otherCheckpoint(let file, let reason):
      "\(file) does not fit this run: \(reason)"
    case .noRecipe(let file):
      "\(file) is no checkpoint of tailboard's, so it names no recipe: add --recipe with the recipe of its detector, a built-in one (tailboard recipe --list) or a file."
    case .notExportable(let file, let reason):
      "\(file) cannot be exported: \(reason)."
    case .badWeights(let file, let reason):
      "\(file): the weights cannot be used: \(reason). Expected a checkpoint of ours or a state dict of torchvision, mmdetection or detectron2, of the recipe's detector."
    }
  }
}
