import Foundation

/// The classes that take part, in their order: 601 boxable ones, the challenge's 500, or any others.
public struct ClassDescriptions: Sendable {
  /// A class.
  public struct Entry: Sendable, Equatable {
    /// The machine's name: `/m/0bt9lr`.
    public let label: String
    /// The name for people.
    public let name: String
  }

  /// The classes, by class index.
  public let entries: [Entry]

  /// Reads LabelName and DisplayName, with or without a header (class-descriptions-boxable.csv).
  public init(contentsOf url: URL) throws {
    let header = ["LabelName", "DisplayName"]
    var entries: [Entry] = []
    var known: Set<String> = []
    try CSVFile(contentsOf: url, impliedHeader: header).forEachRow(header) { row in
      let label = row.text(0)
      guard known.insert(label).inserted else {
        throw OpenImagesError.duplicateLabel(file: row.file, line: row.line, label: label)
      }
      entries.append(Entry(label: label, name: row.text(1)))
    }
    self.entries = entries
  }
}
