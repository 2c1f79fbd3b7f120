import Foundation
import JSON

/// A CSV file (RFC 4180), read in pieces and handed over row by row: a file of gigabytes takes the memory of one piece.
public struct CSVFile {
  /// The file's path.
  public let path: String
  private let file: RandomAccessFile
  /// The header where the file itself has none.
  private let impliedHeader: [String]?

  /// Bytes read at once.
  private static let pieceLength = 1 << 20

  /// Opens a file; a byte order mark at its start is passed over. Where its first line does not begin as the implied
  /// header does, that header holds.
  public init(contentsOf url: URL, impliedHeader: [String]? = nil) throws(OpenImagesError) {
    path = url.path
    do {
      file = try RandomAccessFile(contentsOf: url)
    } catch {
      throw .unreadable(file: url.path, reason: "\(error)")
    }
    self.impliedHeader = impliedHeader
  }

  /// Hands over each row but the header, in order, each valid during the call alone.
  ///
  /// - Parameters:
  ///   - columns: that must be there; a row's fields are theirs, in this order.
  ///   - optional: columns that may be there, whose fields follow; a missing one's are empty.
  public func forEachRow(
    _ columns: [String], optional: [String] = [], _ body: (CSVRow) throws -> Void
  ) throws {
    var places: [Int]?
    var width = 0
    try forEachLine { text, fields, line in
      if let places {
        guard fields.count == width else {
          throw OpenImagesError.wrongFieldCount(file: path, line: line, found: fields.count, expected: width)
        }
        return try body(CSVRow(file: path, line: line, text: text, fields: fields, places: places))
      }
      let first = CSVRow(file: path, line: line, text: text, fields: fields, places: Array(fields.indices))
      var header = fields.indices.map { first.text($0) }
      let isImplied = impliedHeader.map { header.first != $0.first } ?? false
      if let impliedHeader, isImplied { header = impliedHeader }
      let found = try self.places(of: columns, optional, in: header)
      (places, width) = (found, header.count)
      guard isImplied else { return }
      guard fields.count == width else {
        throw OpenImagesError.wrongFieldCount(file: path, line: line, found: fields.count, expected: width)
      }
      try body(CSVRow(file: path, line: line, text: text, fields: fields, places: found))
    }
    guard places != nil else { throw OpenImagesError.empty(file: path) }
  }

  /// Where the columns are in the header; -1 where an optional one is missing.
  private func places(
    of columns: [String], _ optional: [String], in header: [String]
  ) throws(OpenImagesError) -> [Int] {
    if header.contains("PredictionString") { throw .kaggleForm(file: path) }
    let places = (columns + optional).map { Self.place(of: $0, in: header) ?? -1 }
    if let missing = columns.indices.first(where: { places[$0] < 0 }) {
      throw .missingColumn(file: path, column: columns[missing], header: header)
    }
    return places
  }

  /// Where a column is, by its name, or by one in other cases, as `ImageId`, or another one.
  private static func place(of column: String, in header: [String]) -> Int? {
    if let place = header.firstIndex(of: column) { return place }
    let names = [column] + (otherNames[column] ?? [])
    return header.firstIndex { field in
      names.contains { $0.caseInsensitiveCompare(field) == .orderedSame }
    }
  }

  /// What columns are called besides.
  private static let otherNames = ["Score": ["Confidence", "Conf"]]

  /// Hands over the text, the fields and the number of each line that is not empty.
  private func forEachLine(
    _ body: (UnsafeBufferPointer<UInt8>, [CSVScanner.Field], Int) throws -> Void
  ) throws {
    var piece = [UInt8]()
    var offset = 0
    var scanner = CSVScanner()
    while true {
      let kept = piece.count
      let more = try bytes(at: offset)
      offset += more.count
      piece += more
      let isEnd = more.isEmpty
      let start = offset == kept + more.count && piece.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let used = try piece.withUnsafeBufferPointer { text in
        try scanner.scan(text, from: start, isEnd: isEnd) { fields, line in
          guard fields.last?.isOpen != true else {
            throw OpenImagesError.unclosedQuote(file: path, line: line)
          }
          try body(text, fields, line)
        }
      }
      if isEnd { return }
      piece.removeSubrange(0..<used)
    }
  }

  private func bytes(at offset: Int) throws(OpenImagesError) -> [UInt8] {
    do {
      return try file.bytes(offset..<offset + Self.pieceLength)
    } catch {
      throw .unreadable(file: path, reason: "\(error)")
    }
  }
}
