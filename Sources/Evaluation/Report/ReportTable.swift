/// A table of text: a title over the names of its rows, and columns of numbers.
struct ReportTable {
  let title: String
  let columns: [String]
  private(set) var rows: [(name: String, cells: [String])] = []

  init(_ title: String, columns: [String]) {
    self.title = title
    self.columns = columns
  }

  mutating func add(_ name: String, _ cells: [String]) { rows.append((name, cells)) }

  var lines: [String] { [Self.line(title, columns)] + rows.map { Self.line($0.name, $0.cells) } }

  private static func line(_ name: String, _ cells: [String]) -> String {
    name.padded(to: 28) + cells.map { $0.padded(toRight: 8) }.joined(separator: " ")
  }
}
