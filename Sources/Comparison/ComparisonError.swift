import Recipes

/// Why losses cannot be compared.
public enum ComparisonError: Error, Equatable {
  /// The recipe says how many minutes to train.
  case lengthIsATime(Span)
  /// A run of the folder was trained by another recipe.
  case otherRecipe(run: String, line: Int, found: String, expected: String)
  /// The built-in table of published results is damaged.
  case badPublishedResults(reason: String)
}

extension ComparisonError: CustomStringConvertible {
  /// What was found, where, and what to do.
  public var description: String {
    switch self {
    case .lengthIsATime(let length):
      "schedule.length: expected steps or epochs, for runs of equal minutes do not compare; got \(length). Try: --set schedule.length=\"1800 steps\""
    case .otherRecipe(let run, let line, let found, let expected):
      "\(run)/recipe.toml:\(line): expected “\(expected)”, got “\(found)”: this run was trained by another recipe. Name another folder, or remove the run."
    case .badPublishedResults(let reason):
      "the table of published results cannot be read: \(reason). Install tailboard anew."
    }
  }
}
