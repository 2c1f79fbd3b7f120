import JSON

/// Ids that are no integers, as file stems or hexadecimal numbers, and the integers that stand for them in a dataset.
///
/// The integers ascend as the texts do, from the least there is: entries are in the order of their ids whatever
/// these are.
public struct TextIDs: Sendable, Equatable {
  /// The texts in their order; the first has the least integer.
  private let texts: [String]
  private let places: [String: Int]

  /// These texts, each once, in whatever order.
  init(_ texts: [String] = []) {
    self.texts = texts.sorted(by: Self.isBefore)
    places = Dictionary(uniqueKeysWithValues: zip(self.texts, 0...))
  }

  /// Whether there are none.
  public var isEmpty: Bool { texts.isEmpty }

  /// The integer that stands for a text; nil for one that is not known.
  func number(for text: String) -> Int? { places[text].map { Int.min + $0 } }

  /// The id as the file has it.
  public func original(of id: Int) -> String { id < Int.min + texts.count ? texts[id - Int.min] : "\(id)" }

  /// As Python sorts: numbers that are too long for an integer by their value, all else by code point.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    if a.isLongNumber, b.isLongNumber, a.utf8.count != b.utf8.count { return a.utf8.count < b.utf8.count }
    return a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars)
  }
}

extension String {
  fileprivate var isLongNumber: Bool { utf8.count > 18 && utf8.allSatisfy { (48...57).contains($0) } }
}

/// Collects the ids of a file while it is read: an integer stands for each, provisionally.
struct IDCollector {
  private(set) var texts: [String] = []
  private var places: [String: Int] = [:]

  /// The integer itself, or one that stands for the text.
  mutating func number(for id: WrittenID) -> Int {
    switch id {
    case .number(let number): return number
    case .text(let text):
      if let place = places[text] { return Int.min + place }
      places[text] = texts.count
      texts.append(text)
      return Int.min + texts.count - 1
    }
  }

  /// The id that an integer stands for.
  func written(_ number: Int) -> WrittenID {
    number < Int.min + texts.count ? .text(texts[number - Int.min]) : .number(number)
  }

  /// The integer that stands for the same id in a dataset.
  func final(_ number: Int, _ ids: TextIDs) -> Int {
    guard case .text(let text) = written(number) else { return number }
    return ids.number(for: text) ?? number
  }
}

/// An id as JSON has it.
package enum WrittenID {
  case number(Int)
  case text(String)

  /// A number, which may be written `1.0`, or a text; an integer of more than 64 bits is taken as its digits.
  package init(_ value: JSONValue) throws(JSONError) {
    if let number = value.asInteger {
      self = .number(number)
    } else if let text = value.asString {
      self = .text(text)
    } else if value.kind == .number, value.source.utf8.allSatisfy({ (48...57).contains($0) }) {
      self = .text(value.source)
    } else if value.kind == .number {
      self = .number(try value.integer())
    } else {
      throw .unexpected(
        byte: value.byteRange.lowerBound, expected: "an id, a number or a text", found: value.kind.rawValue)
    }
  }
}

/// The ids of a file's images or categories, each with the index of its entry.
package struct IDIndex {
  private let indices: [Int: Int]
  private let texts: TextIDs

  package init(_ ids: some Collection<Int>, _ texts: TextIDs) {
    indices = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    self.texts = texts
  }

  /// The index of an id that is in the dataset's own terms.
  package subscript(id: Int) -> Int? { indices[id] }

  /// The index of an id, and whether it is written in another way than the file's own.
  package func find(_ id: WrittenID) -> (index: Int, isOtherKind: Bool)? {
    switch id {
    case .number(let number):
      if let index = indices[number] { return (index, false) }
      return texts.number(for: "\(number)").flatMap { indices[$0] }.map { ($0, true) }
    case .text(let text):
      if let index = texts.number(for: text).flatMap({ indices[$0] }) { return (index, false) }
      return Int(text).flatMap { indices[$0] }.map { ($0, true) }
    }
  }
}

extension WrittenID: CustomStringConvertible {
  /// The id as the file has it.
  package var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .text(let text): "\"\(text)\""
    }
  }
}
