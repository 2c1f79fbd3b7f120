extension RecipeError: CustomStringConvertible {
  /// Place, what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .noSuchRecipe(let name, let known):
      "no built-in recipe \"\(name)\"; there are \(known.joined(separator: ", ")). A recipe of your own is named by its path: ./\(name).toml"
    case .unreadable(let file, let reason):
      "\(file): the recipe cannot be read: \(reason)"
    case .syntax(let place, let reason):
      "\(place): not TOML: \(reason)"
    case .unknownKey(let place, let key, let nearest):
      "\(place): no recipe has the key \(key)."
        + (nearest.map { " Did you mean \($0)?" } ?? " All keys: tailboard recipe --explain")
    case .badValue(let place, let key, let expected, let found):
      "\(place): \(key): expected \(expected), found \(found). What it means: tailboard recipe --explain"
    case .missing(let file, let key, let expected):
      "\(file): \(key) is missing and has no default. Add it, or --set \(key)=…: \(expected)"
    case .earlierVersion(let file, let input, let detector):
      "\(file): this recipe is of an earlier tailboard. For what it meant then, "
        + [
          input.isEmpty ? nil : "add to [input] the lines " + input.joined(separator: ", "),
          detector.isEmpty ? nil : "put in [detector] for name the lines " + detector.joined(separator: ", "),
        ].compactMap { $0 }.joined(separator: "; ") + "."
    case .meaningless(let place, let key, let condition):
      "\(place): \(key) is only read \(condition). Remove it, or make that choice."
    case .badOverride(let text):
      "--set \(text): expected key=value, as in --set optimizer.lr=0.01"
    }
  }
}

extension RecipeError.Place: CustomStringConvertible {
  /// `file:line`, or the option as it was written.
  public var description: String {
    switch self {
    case .line(let file, let line): "\(file):\(line)"
    case .override(let key): "--set \(key)"
    }
  }
}
