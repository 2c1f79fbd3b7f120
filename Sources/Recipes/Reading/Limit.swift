/// What values of a key are possible, in code and in words.
struct Limit<Value: Sendable>: Sendable {
  /// Follows the kind of value: "a number" + "above 0"; empty when every value is possible.
  let phrase: String
  let holds: @Sendable (Value) -> Bool

  static var any: Limit { Limit(phrase: "") { _ in true } }
}

extension Limit where Value == Double {
  static let positive = Limit(phrase: "above 0") { $0 > 0 && $0.isFinite }
  static let notNegative = Limit(phrase: "from 0") { $0 >= 0 && $0.isFinite }
  static let fraction = Limit(phrase: "from 0 to 1") { (0...1).contains($0) }
  static let probability = Limit(phrase: "above 0, below 1") { $0 > 0 && $0 < 1 }
  static let belowOne = Limit(phrase: "from 0, below 1") { (0..<1).contains($0) }
}

extension Limit where Value == Int {
  static func from(_ least: Int) -> Limit { Limit(phrase: "from \(least)") { $0 >= least } }
  static func within(_ range: ClosedRange<Int>) -> Limit {
    Limit(phrase: "from \(range.lowerBound) to \(range.upperBound)") { range.contains($0) }
  }
}

extension Limit where Value == String {
  static let filled = Limit(phrase: "that is not empty") { !$0.isEmpty }
  static let fileName = Limit(phrase: "of letters, digits, dots and dashes, not beginning with a dot") {
    name in
    !name.isEmpty && !name.hasPrefix(".")
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains($0)
      }
  }
}

extension Limit where Value == Span {
  static let positive = Limit(phrase: "above 0") { !$0.isEmpty }
  static let counted = Limit(phrase: "in steps or epochs") {
    if case .seconds = $0 { false } else { true }
  }
}

extension Limit where Value == [Double] {
  static let positive = Limit(phrase: "above 0, at least one") {
    !$0.isEmpty && $0.allSatisfy { $0 > 0 && $0.isFinite }
  }
  static func positive(exactly count: Int) -> Limit {
    Limit(phrase: "above 0, exactly \(count)") { $0.count == count && positive.holds($0) }
  }
  static func fractions(exactly count: Int) -> Limit {
    Limit(phrase: "from 0 to 1, exactly \(count)") { $0.count == count && $0.allSatisfy((0...1).contains) }
  }
  static func exactly(_ count: Int) -> Limit {
    Limit(phrase: "finite, exactly \(count)") { $0.count == count && $0.allSatisfy(\.isFinite) }
  }
}

extension Limit where Value == [Int] {
  static func from(_ least: Int) -> Limit {
    Limit(phrase: "from \(least), at least one") { !$0.isEmpty && $0.allSatisfy { $0 >= least } }
  }
}

extension Limit where Value == [Span] {
  static let ascending = Limit(phrase: "in the same unit and ascending") { spans in
    zip(spans, spans.dropFirst()).allSatisfy { $0.isComparable(with: $1) && $0.amount < $1.amount }
  }
}
