import Foundation

/// A CSV file (RFC 4180), handed over line by line under the names of its columns.
struct CSVFile {
  /// One line's fields.
  struct Row {
    let file: String
    /// The line, from 1.
    let line: Int
    let columns: [String: Int]
    let fields: [String]

    /// The field of a column.
    subscript(column: String) -> String { columns[column].map { fields[$0] } ?? "" }

    /// The field of a column, which must be a finite number.
    func number(_ column: String) throws(OpenImagesError) -> Double {
      guard let number = Double(self[column]), number.isFinite else {
        throw .notANumber(file: file, line: line, column: column, text: self[column])
      }
      return number
    }

    /// The field of a column, which must be 0 or 1; nil for another of Python's words or numbers of truth.
    func flag(_ column: String) throws(OpenImagesError) -> Bool? {
      switch self[column] {
      case "0": return false
      case "1": return true
      case "-1", "True", "False", "true", "false", "1.0", "0.0": return nil
      default: throw .notAFlag(file: file, line: line, column: column, text: self[column])
      }
    }
  }

  let path: String
  private let text: Data
  /// The header where the file itself has none.
  private let header: [String]?

  /// Opens a file; a byte order mark at its start is passed over. Where its first line does not begin as the implied header does, that header holds.
  init(contentsOf url: URL, impliedHeader: [String]? = nil) throws(OpenImagesError) {
    path = url.path
    let text: Data
    do {
      text = try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw .unreadable(file: url.path, reason: error.localizedDescription)
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = text.starts(with: mark) ? text.dropFirst(mark.count) : text
    let hasHeader = impliedHeader?.first.map { content.starts(with: Data($0.utf8)) } ?? true
    header = hasHeader ? nil : impliedHeader
    self.text = content
  }

  /// Hands over each line but the header; the columns named must be there.
  func forEachRow(_ required: [String], _ body: (Row) throws -> Void) throws {
    var columns = header.map(Self.indices)
    var fieldCount = header?.count ?? 0
    try forEachLine { line, fields in
      guard let known = columns else {
        fieldCount = fields.count
        columns = try indices(of: fields, required)
        return
      }
      guard fields.count == fieldCount else {
        throw OpenImagesError.wrongFieldCount(
          file: path, line: line, found: fields.count, expected: fieldCount)
      }
      try body(Row(file: path, line: line, columns: known, fields: fields))
    }
    guard columns != nil else { throw OpenImagesError.empty(file: path) }
  }

  private static func indices(of header: [String]) -> [String: Int] {
    Dictionary(zip(header, header.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Where the columns are; those required may be written in other cases, as `ImageId`.
  private func indices(of header: [String], _ required: [String]) throws(OpenImagesError) -> [String: Int] {
    if header.contains("PredictionString") { throw .kaggleForm(file: path) }
    var columns = Self.indices(of: header)
    for column in required where columns[column] == nil {
      let names = [column] + (Self.otherNames[column] ?? [])
      let place = header.firstIndex { field in
        names.contains { $0.caseInsensitiveCompare(field) == .orderedSame }
      }
      guard let place else { throw .missingColumn(file: path, column: column, header: header) }
      columns[column] = place
    }
    return columns
  }

  /// What columns are called besides.
  private static let otherNames = ["Score": ["Confidence", "Conf"]]

  /// Hands over the fields of each line that is not empty, without blanks around them; a quoted field may hold commas, line
  /// ends and doubled quotes.
  private func forEachLine(_ body: (Int, [String]) throws -> Void) throws {
    var fields: [String] = [], field: [UInt8] = []
    var isQuoted = false, wasQuoted = false, line = 1, firstLine = 1
    func endField() {
      let text = String(decoding: field, as: UTF8.self)
      fields.append(text.first == " " || text.last == " " ? text.trimmingCharacters(in: .whitespaces) : text)
      field.removeAll(keepingCapacity: true)
    }
    func endLine() throws {
      endField()
      if fields != [""] { try body(firstLine, fields) }
      fields.removeAll(keepingCapacity: true)
      firstLine = line
    }
    for byte in text {
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch byte {
      case UInt8(ascii: "\""):
        // The second of two quotes inside a quoted field stands for one.
        if wasQuoted { field.append(byte) }
        wasQuoted = isQuoted
        isQuoted.toggle()
        continue
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\n") where !isQuoted: try endLine()
      case UInt8(ascii: "\r") where !isQuoted: continue
      default: field.append(byte)
      }
      wasQuoted = false
    }
    guard !isQuoted else { throw OpenImagesError.unclosedQuote(file: path, line: firstLine) }
    try endLine()
  }
}
