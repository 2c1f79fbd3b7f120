/// What can be found about the entries of a file: a closed set of kinds, whose raw value is the wording.
public protocol FindingKind: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// What was found about the entries of a file: of each kind how often, and the first three as examples.
public struct Findings<Kind: FindingKind>: Sendable, Equatable {
  /// One entry about which something was found.
  public struct Example: Sendable, Equatable, CustomStringConvertible {
    /// The entry, as `annotations[7]`, and what names it.
    public let entry: String
    /// Offset of its first byte in the file; nil in a file that is read by lines.
    public let byte: Int?
    /// Its line, from 1, once it has been looked up.
    public internal(set) var line: Int?
    /// What was found.
    public let detail: String

    /// Where and what, in one line.
    public var description: String {
      let place = [line.map { "line \($0)" }, byte.map { "byte \($0)" }].compactMap(\.self).joined(
        separator: ", ")
      return [entry, place].filter { !$0.isEmpty }.joined(separator: " at ")
        + (detail.isEmpty ? "" : ": \(detail)")
    }
  }

  /// What was found of one kind.
  public struct Entry: Sendable, Equatable {
    /// How often.
    public internal(set) var count = 0
    /// The first, three at most.
    public internal(set) var examples: [Example] = []
  }

  /// The entries, by kind.
  public private(set) var entries: [Kind: Entry] = [:]

  /// Nothing found.
  public init() {}

  /// Whether nothing was found.
  public var isEmpty: Bool { entries.isEmpty }

  /// How often anything was found.
  public var count: Int { entries.values.reduce(0) { $0 + $1.count } }

  /// How often a kind was found.
  public func count(of kind: Kind) -> Int { entries[kind]?.count ?? 0 }

  /// What was found of some kinds alone.
  public func only(_ isWanted: (Kind) -> Bool) -> Findings {
    var kept = Findings()
    kept.entries = entries.filter { isWanted($0.key) }
    return kept
  }

  /// What was found, in the order of the kinds: `3 × no area (first: annotations[7] at byte 55: …)`.
  public var sentences: [String] {
    Kind.allCases.compactMap { kind in
      entries[kind].map { entry in
        "\(entry.count) × \(kind.rawValue)" + (entry.examples.first.map { " (first: \($0))" } ?? "")
      }
    }
  }
}

extension Findings {
  /// How many examples of a kind are kept.
  public static var exampleLimit: Int { 3 }

  /// Counts one more.
  package mutating func add(
    _ kind: Kind, entry: @autoclosure () -> String = "", byte: Int? = nil, line: Int? = nil,
    _ detail: @autoclosure () -> String = ""
  ) {
    entries[kind, default: Entry()].count += 1
    guard entries[kind]?.examples.count ?? 0 < Self.exampleLimit else { return }
    entries[kind]?.examples.append(Example(entry: entry(), byte: byte, line: line, detail: detail()))
  }

  /// Looks up the lines of the examples, in one pass over the file's bytes that come before them.
  package mutating func lookUpLines(_ lines: ([Int]) -> [Int: Int]) {
    guard !isEmpty else { return }
    let found = lines(entries.values.flatMap { $0.examples.compactMap(\.byte) })
    entries = entries.mapValues { entry in
      var entry = entry
      for index in entry.examples.indices {
        entry.examples[index].line = entry.examples[index].byte.flatMap { found[$0] }
      }
      return entry
    }
  }
}

extension Findings: CustomStringConvertible {
  /// The kinds with their counts and first examples, on one line.
  public var description: String { sentences.joined(separator: ", ") }
}
