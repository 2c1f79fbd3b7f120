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

    /// The field of a column, which must be 0 or 1.
    func flag(_ column: String) throws(OpenImagesError) -> Bool {
      switch self[column] {
      case "0": return false
      case "1": return true
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
    try forEachLine { line, fields in
      guard let known = columns else {
        columns = Self.indices(of: fields)
        for column in required where columns?[column] == nil {
          throw OpenImagesError.missingColumn(file: path, column: column, header: fields)
        }
        return
      }
      guard fields.count == known.count else {
        throw OpenImagesError.wrongFieldCount(
          file: path, line: line, found: fields.count, expected: known.count)
      }
      try body(Row(file: path, line: line, columns: known, fields: fields))
    }
    guard columns != nil else { throw OpenImagesError.empty(file: path) }
  }

  private static func indices(of header: [String]) -> [String: Int] {
    Dictionary(zip(header, header.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Hands over the fields of each line that is not empty; a quoted field may hold commas and line ends.
  private func forEachLine(_ body: (Int, [String]) throws -> Void) throws {
    var fields: [String] = [], field: [UInt8] = []
    var isQuoted = false, line = 1, firstLine = 1
    func endField() {
      fields.append(String(decoding: field, as: UTF8.self))
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
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\n") where !isQuoted: try endLine()
      case UInt8(ascii: "\r") where !isQuoted: continue
      default: field.append(byte)
      }
    }
    try endLine()
  }
}
