/// Paths as text: a search meets too many for URLs.
enum Path {
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// Whether a name is of a pattern: `*` at either end stands for anything.
  static func name(_ name: String, matches pattern: String) -> Bool {
    switch (pattern.hasPrefix("*"), pattern.hasSuffix("*")) {
    case (false, false): name == pattern
    case (true, false): name.hasSuffix(pattern.dropFirst())
    case (false, true): name.hasPrefix(pattern.dropLast())
    case (true, true): name.contains(pattern.dropFirst().dropLast())
    }
  }
}
