/// What is wrong with a recipe, and where.
public enum RecipeError: Error, Equatable {
  /// Where a key was set.
  public enum Place: Sendable, Equatable {
    /// In a file.
    case line(file: String, line: Int)
    /// On the command line.
    case override(key: String)
  }

  /// No built-in recipe has this name.
  case noSuchRecipe(name: String, known: [String])
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file is not TOML.
  case syntax(place: Place, reason: String)
  /// No recipe has this key.
  case unknownKey(place: Place, key: String, nearest: String?)
  /// The value has the wrong type or is impossible.
  case badValue(place: Place, key: String, expected: String, found: String)
  /// A key that has no default is not there.
  case missing(file: String, key: String, expected: String)
  /// A whole recipe of before some keys were there: the lines that it lacks, with what it meant.
  case earlierVersion(file: String, input: [String], detector: [String])
  /// The key means nothing beside the choices made.
  case meaningless(place: Place, key: String, condition: String)
  /// An override is not `key=value`.
  case badOverride(text: String)
}

extension RecipeError.Place: Comparable {
  /// Lines come in order, overrides after them.
  public static func < (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.line(_, let a), .line(_, let b)): a < b
    case (.line, .override): true
    case (.override, .line): false
    case (.override(let a), .override(let b)): a < b
    }
  }
}
