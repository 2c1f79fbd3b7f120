extension Recipe.Run {
  /// What a run computes on.
  public enum DeviceChoice: Sendable, Equatable {
    /// The best there is.
    case automatic
    case cpu
    /// The GPU of this number; nil for the first or, with ranks, for each its own.
    case cuda(Int?)

    /// The choice as recipes and options write it; nil where it is none.
    public init?(_ text: String) {
      switch text {
      case "auto": self = .automatic
      case "cpu": self = .cpu
      case "cuda": self = .cuda(nil)
      default:
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "cuda", let index = Int(parts[1]), (0..<128).contains(index)
        else {
          return nil
        }
        self = .cuda(index)
      }
    }
  }
}

extension Recipe.Run.DeviceChoice: CustomStringConvertible {
  /// As recipes and options write it.
  public var description: String {
    switch self {
    case .automatic: "auto"
    case .cpu: "cpu"
    case .cuda(nil): "cuda"
    case .cuda(let index?): "cuda:\(index)"
    }
  }
}

extension Recipe.Run.DeviceChoice: FieldValue {
  static let kind = #""auto", "cpu", "cuda" or a GPU by its number such as "cuda:1""#
  static let samples = [Recipe.Run.DeviceChoice.automatic]

  init?(_ literal: Literal) {
    guard case .string(let text) = literal else { return nil }
    self.init(text)
  }

  var literal: Literal { .string(description) }
}
