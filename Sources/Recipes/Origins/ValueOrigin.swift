/// Where a value of a recipe comes from.
public struct ValueOrigin: Sendable, Equatable {
  /// The full key: `optimizer.lr`.
  public let key: String
  /// The value as TOML.
  public let value: String
  /// Who says so.
  public let source: Source

  /// Who says so.
  public enum Source: Sendable, Equatable {
    /// Published; the remark says how the value differs from it and why, or how it reads there.
    case published(String, remark: String?)
    /// Ours, for a reason.
    case own(reason: String)
    /// Left to the detector's conventions, which say this.
    case conventions(String)
    /// A default that no experiment compares.
    case standard
    /// A file of one's own or the command line.
    case user(RecipeError.Place)
    /// Nobody: a gap in the sheets.
    case unstated
  }
}

extension ValueOrigin {
  /// The value and, indented, who says so.
  var lines: [String] { ["\(key) = \(value)"] + source.lines.map { "    " + $0 } }
}

extension ValueOrigin.Source {
  fileprivate var lines: [String] {
    switch self {
    case .published(let source, let remark): [source] + (remark.map { [$0] } ?? [])
    case .own(let reason): ["ours: \(reason)"]
    case .conventions(let published): ["detector.conventions: \(published)"]
    case .standard: ["a default; no experiment compares it"]
    case .user(let place): ["yours: \(place)"]
    case .unstated: ["no source is stated"]
    }
  }
}
