import JSON

/// What is odd about how the benchmarks' own tools count, what ours does, and what of it is in the files at hand.
public struct QuirkReport: Sendable {
  private let entries: [(quirk: Quirk, note: String?)]

  /// A report of every quirk, and of those that change an evaluation's numbers where there is one.
  public init(_ evaluation: FileEvaluation? = nil) {
    entries = Quirk.all.map { quirk in (quirk, evaluation.flatMap { quirk.note($0) }) }
  }

  /// A paragraph each.
  public var lines: [String] {
    let paragraphs = entries.map { quirk, note in
      [
        "\(quirk.subject) (\(quirk.tools))", "  as counted   \(quirk.counted)",
        "  --corrected  \(quirk.corrected)",
      ]
        + (note.map { ["  here         \($0)"] } ?? [])
    }
    return Array(paragraphs.joined(separator: [""]))
  }

  /// Writes the array `quirks`.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.array("quirks") { writer in
      for (quirk, note) in entries {
        writer.object { writer in
          writer.member("subject", quirk.subject)
          writer.member("tools", quirk.tools)
          writer.member("counted", quirk.counted)
          writer.member("corrected", quirk.corrected)
          writer.member("here", note)
        }
      }
    }
  }
}
