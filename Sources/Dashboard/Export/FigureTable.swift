/// The figures behind a pane as they are, of every size: nothing reduced to dots, nothing rounded.
public struct FigureTable: Sendable, Equatable {
  /// What each column holds.
  let columns: [String]
  /// Its rows, as many texts as there are columns.
  private(set) var rows: [[String]] = []

  init(_ columns: [String]) { self.columns = columns }

  mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "a row has as many figures as the table has columns")
    rows.append(row)
  }

  /// Comma-separated values as RFC 4180 has them, with a header.
  public var csv: String {
    ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: ",\"\r\n".unicodeScalars.contains) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension Double {
  /// All its digits; empty where there is no number to tell.
  var figure: String { isFinite ? "\(self)" : isNaN ? "nan" : self > 0 ? "inf" : "-inf" }
}

extension Double? {
  /// All its digits; empty where there is none.
  var figure: String { map(\.figure) ?? "" }
}
