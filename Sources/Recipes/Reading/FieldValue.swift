/// A Swift type that a recipe's key can have.
protocol FieldValue: Sendable {
  /// What is written, for people: "a number".
  static var kind: String { get }
  /// Values a blank recipe is explored with: every one that can change which keys there are.
  static var samples: [Self] { get }
  /// The value that was written, or nil when it is of another type.
  init?(_ literal: Literal)
  /// The value as it is written.
  var literal: Literal { get }
}

extension Double: FieldValue {
  static let kind = "a number"
  static let samples = [0.0]
  init?(_ literal: Literal) {
    switch literal {
    case .number(let number): self = number
    case .integer(let integer): self = Double(integer)
    default: return nil
    }
  }
  var literal: Literal { .number(self) }
}

extension Int: FieldValue {
  static let kind = "a whole number"
  static let samples = [0]
  init?(_ literal: Literal) {
    guard case .integer(let integer) = literal else { return nil }
    self = integer
  }
  var literal: Literal { .integer(self) }
}

extension String: FieldValue {
  static let kind = "a text"
  static let samples = [""]
  init?(_ literal: Literal) {
    guard case .string(let string) = literal else { return nil }
    self = string
  }
  var literal: Literal { .string(self) }
}

extension Span: FieldValue {
  static let kind = #"a length such as "1800 steps", "12 epochs" or "10 minutes""#
  static let samples = [Span.steps(0)]
  init?(_ literal: Literal) {
    guard case .string(let text) = literal else { return nil }
    self.init(text)
  }
  var literal: Literal { .string(description) }
}

extension Array: FieldValue where Element: FieldValue {
  static var kind: String { "a list, each \(Element.kind)" }
  static var samples: [[Element]] { [[]] }
  init?(_ literal: Literal) {
    guard case .list(let literals) = literal else { return nil }
    let elements = literals.compactMap(Element.init)
    guard elements.count == literals.count else { return nil }
    self = elements
  }
  var literal: Literal { .list(map(\.literal)) }
}

/// A closed set of names: an enum whose raw values are what recipes write.
protocol Choice: FieldValue, CaseIterable, RawRepresentable where RawValue == String, AllCases == [Self] {}

extension Choice {
  static var kind: String { "one of " + allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ") }
  static var samples: [Self] { allCases }
  init?(_ literal: Literal) {
    guard case .string(let name) = literal else { return nil }
    self.init(rawValue: name)
  }
  var literal: Literal { .string(rawValue) }
}
