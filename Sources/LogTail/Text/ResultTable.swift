/// Tables of results: detectron2's in Markdown, in percents, and mmdetection's `classwise` ones, in fractions.
struct ResultTable: Sendable {
  /// A row's results.
  struct Row {
    let values: [(name: String, value: Double)]
    /// Training instances of classes.
    let instances: [(String, Int)]
    let isInPercents: Bool
  }

  private var header: [String] = []
  private var hasFrame = false

  /// Whether no table goes on.
  var isOver: Bool { header.isEmpty }

  /// Takes in a line; answers with the results of a row of the table that goes on, nil for any other line.
  mutating func read(_ line: String) -> Row? {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("|") || text.hasPrefix("+-") else {
      end()
      return nil
    }
    if text.hasPrefix("+-") {
      hasFrame = true
      return nil
    }
    let cells = Self.cells(text)
    if Self.isHeader(cells) {
      header = cells
      return nil
    }
    guard let first = cells.first, cells.count == header.count, !first.hasPrefix(":-"), !first.hasPrefix("--")
    else { return nil }
    let values = header.contains(where: Self.isClassColumn) ? classValues(cells) : summaryValues(cells)
    return Row(values: values, instances: instances(cells), isInPercents: !hasFrame)
  }

  /// Takes in a line that is none of a table's.
  mutating func end() {
    header = []
    hasFrame = false
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { cell in
      String(cell.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
  }

  private static func isHeader(_ cells: [String]) -> Bool {
    cells.contains(where: isClassColumn)
      || !cells.isEmpty && cells.allSatisfy { $0.hasPrefix("AP") || $0.hasPrefix("AR") }
  }

  /// Columns that name classes: detectron2's and mmdetection's `category`, YOLOX's `class`.
  private static func isClassColumn(_ name: String) -> Bool { ["category", "class", "Class"].contains(name) }

  /// detectron2's table of how often each class is in the training set.
  private func instances(_ cells: [String]) -> [(String, Int)] {
    header.indices.compactMap { index in
      guard Self.isClassColumn(header[index]), index + 1 < cells.count, header[index + 1] == "#instances",
        !cells[index].isEmpty, cells[index] != "total"
      else { return nil }
      return Int(cells[index + 1]).map { (cells[index], $0) }
    }
  }

  private func summaryValues(_ cells: [String]) -> [(name: String, value: Double)] {
    zip(header, cells).compactMap { name, cell in Double(cell).map { (name, $0) } }
  }

  /// Pairs of a class and its AP, several to a row; further columns are other measures of the class.
  private func classValues(_ cells: [String]) -> [(name: String, value: Double)] {
    header.indices.compactMap { index in
      guard Self.isClassColumn(header[index]), index + 1 < cells.count,
        ["AP", "mAP", "ap"].contains(header[index + 1])
      else { return nil }
      return Double(cells[index + 1]).map { ("AP-\(cells[index])", $0) }
    }
  }
}
