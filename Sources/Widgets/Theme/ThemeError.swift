/// What is wrong with a theme, and where.
public enum ThemeError: Error, Equatable {
  /// No theme has this name.
  case notFound(name: String, known: [String])
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file is not TOML.
  case syntax(file: String, line: Int, reason: String)
  /// No theme has this key.
  case unknownKey(ThemePlace, known: [String])
  /// The value has the wrong type or is impossible.
  case badValue(ThemePlace, expected: String, found: String)
  /// A role names a colour that the palette does not hold.
  case unknownColour(ThemePlace, name: String, palette: [String])
  /// Neither the theme nor what it inherits says how a role looks.
  case missing(file: String, key: String)
  /// Themes that inherit from each other.
  case circle(names: [String])
}

/// Where a key of a theme stands.
public struct ThemePlace: Equatable, Sendable, CustomStringConvertible {
  /// The file's path or name.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// The whole key, with dots.
  public let key: String

  /// `file:line`.
  public var description: String { "\(file):\(line)" }
}

extension ThemeError: CustomStringConvertible {
  /// Place, what was expected, what was found.
  public var description: String {
    switch self {
    case .notFound(let name, let known):
      "no theme \"\(name)\"; there are \(known.joined(separator: ", ")), or name a file: ./\(name).toml"
    case .unreadable(let file, let reason):
      "\(file): the theme cannot be read: \(reason)"
    case .syntax(let file, let line, let reason):
      "\(file):\(line): not TOML: \(reason)"
    case .unknownKey(let place, let known):
      "\(place): no theme has the key \(place.key); expected one of \(known.joined(separator: ", "))"
    case .badValue(let place, let expected, let found):
      "\(place): \(place.key): expected \(expected), found \(found)"
    case .unknownColour(let place, let name, let palette):
      "\(place): \(place.key): the palette has no colour \"\(name)\"; expected default or one of "
        + palette.joined(separator: ", ")
    case .missing(let file, let key):
      "\(file): \(key) is missing; say it here, or inherit from a theme that does: inherits = \"default\""
    case .circle(let names):
      "themes inherit in a circle: \(names.joined(separator: " → "))"
    }
  }
}
