/// What becomes of annotations whose box lies outside of its image.
public enum BoxesOutside: Sendable {
  /// They are left out: there is nothing to learn from them.
  case skipped
  /// They count, as the benchmarks' tools count them.
  case kept
}

/// Annotations that were left out of a dataset: how many for which reason, and the first of each as an example.
public struct SkippedAnnotations: Sendable, Equatable {
  /// Why a single annotation is left out.
  public enum Reason: String, Sendable, CaseIterable {
    /// A part is missing or of the wrong type.
    case malformed = "malformed"
    /// Its id is that of an annotation before it.
    case duplicateID = "duplicate id"
    /// The file has no such image.
    case unknownImage = "unknown image"
    /// The file has no such category.
    case unknownCategory = "unknown category"
    /// A number of its box is NaN or infinite.
    case boxNotFinite = "box not finite"
    /// Its box has a negative size.
    case boxNegative = "box of negative size"
    /// Its box and its image do not overlap.
    case boxOutside = "box outside its image"
  }

  /// The annotations left out for one reason.
  public struct Entry: Sendable, Equatable {
    /// How many.
    public var count: Int
    /// The first: which annotation, where in the file, what is wrong.
    public let example: String
  }

  /// The entries, by reason.
  public private(set) var entries: [Reason: Entry] = [:]

  /// Nothing left out.
  public init() {}

  /// Whether nothing was left out.
  public var isEmpty: Bool { entries.isEmpty }

  /// How many were left out for any reason.
  public var count: Int { entries.values.reduce(0) { $0 + $1.count } }

  /// Counts one more.
  mutating func add(_ reason: Reason, example: @autoclosure () -> String) {
    entries[reason, default: Entry(count: 0, example: example())].count += 1
  }
}

extension SkippedAnnotations: CustomStringConvertible {
  /// The reasons with their counts and examples, on one line.
  public var description: String {
    Reason.allCases
      .compactMap { reason in
        entries[reason].map { "\($0.count) × \(reason.rawValue) (first: \($0.example))" }
      }
      .joined(separator: ", ")
  }
}
