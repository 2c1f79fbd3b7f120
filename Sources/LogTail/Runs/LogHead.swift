import Foundation

/// The beginning of a file, as formats look at it to know their own.
struct LogHead {
  /// Bytes to look at: the first line of mmdetection's logs describes the machine at length.
  static let byteCount = 64 << 10
  private static let lineCount = 8

  /// The first bytes, without a byte order mark.
  let bytes: UnsafeRawBufferPointer
  /// The last bytes of a file that is longer than those.
  let ending: UnsafeRawBufferPointer
  /// The file's name, without its folder.
  let name: String
  /// The first lines that are complete and not blank.
  let lines: [UnsafeRawBufferPointer]
  /// The keys of the JSON objects among those lines.
  let keys: Set<String>
  /// The table that the lines are, if they are one.
  let table: TableHead?

  /// - Parameters:
  ///   - bytes: the file's first bytes; they must outlive the head.
  ///   - ending: the file's last bytes, where those are not all.
  init(
    _ bytes: UnsafeRawBufferPointer,
    ending: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
    path: String, isAll: Bool
  ) {
    self.ending = ending
    self.bytes = bytes.withoutByteOrderMark
    name = Path.name(of: path)
    lines = Self.lines(of: self.bytes, isAll: isAll)
    keys = Set(lines.compactMap(JSONShape.members).joined())
    table = keys.isEmpty ? TableHead(lines) : nil
  }

  /// Whether it is the beginning of one JSON object, be it of one line or of many.
  var isObject: Bool { bytes.first { $0 > 0x20 } == UInt8(ascii: "{") }

  private static func lines(of bytes: UnsafeRawBufferPointer, isAll: Bool) -> [UnsafeRawBufferPointer] {
    var lines: [UnsafeRawBufferPointer] = []
    var start = 0
    while start < bytes.count, lines.count < lineCount {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let newline = rest.firstIndex { $0 == 0x0A || $0 == 0x0D }
      guard newline != nil || isAll else { break }
      let line = UnsafeRawBufferPointer(rebasing: rest[..<(newline ?? rest.count)])
      if line.contains(where: { $0 > 0x20 }) { lines.append(line) }
      start += line.count + 1
    }
    return lines
  }
}

/// The first two lines of a table.
struct TableHead {
  let separator: UInt8
  /// The names of the columns.
  let header: [String]
  /// Whether nothing but numbers is in the first row.
  private var isAllNumbers = false

  /// The table these lines begin; nil where they are none.
  init?(_ lines: [UnsafeRawBufferPointer]) {
    guard let first = lines.first else { return nil }
    separator = [0x09, 0x3B].first(where: first.contains) ?? 0x2C
    header = TableCells.split(first, separator: separator).map(TableCells.trimmed)
    let isHeader = header.count > 1 && header.allSatisfy { !$0.isEmpty && Double($0) == nil }
    guard isHeader, first.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return nil }
    if lines.count > 1 {
      let rows = lines[1...].map { TableCells.split($0, separator: separator).map(TableCells.trimmed) }
      guard rows[0].contains(where: { TableCells.isNumber($0) }) else { return nil }
      isAllNumbers = rows[0].allSatisfy { $0.isEmpty || TableCells.isNumber($0) }
    } else if !hasSteps {
      return nil
    }
  }

  /// Whether it has nothing but numbers, and names of what training measures.
  var isOfMetrics: Bool { isAllNumbers && TrainingWords.areMetrics(header) }

  /// Whether one of the columns is a step.
  var hasSteps: Bool { header.contains { StepName.rank(of: $0) != nil } }
}

// MARK: - Text

extension LogHead {
  private var samples: [UnsafeRawBufferPointer] { [bytes, ending] }

  /// Whether the file is text for people: no control characters, and no JSON or markup.
  var isText: Bool {
    let first = bytes.first { $0 > 0x20 }
    let begins = bytes.drop { $0 <= 0x20 }.prefix(2)
    let isJSON = first == UInt8(ascii: "{") && !begins.elementsEqual("{'".utf8)
    return first != nil && !isJSON && !isBinary && first != UInt8(ascii: "<")
  }

  /// What is there instead of a log.
  var strangeness: Stranger.Reason {
    if bytes.allSatisfy({ $0 <= 0x20 && $0 != 0 }) { return .empty }
    if isBinary { return .binary }
    if !keys.isEmpty { return .records }
    if table != nil { return .table }
    return isText ? .text : .document
  }

  /// Whether there are bytes that no text has.
  var isBinary: Bool {
    bytes.prefix(4096).contains { $0 < 0x20 && !(0x08...0x0D).contains($0) && $0 != 0x1B }
  }

  /// Whether the beginning or the end holds all of these words.
  func says(_ words: [String]) -> Bool {
    samples.contains { sample in words.allSatisfy { sample.firstOffset(of: $0) != nil } }
  }

  /// Whether the beginning or the end, read as text of a style, holds records.
  func hasRecords(in style: TextStyle) -> Bool {
    guard isText else { return false }
    return samples.contains { sample in
      var decoder = LineDecoder(TextLines(style)), batch = LogBatch()
      for start in stride(from: 0, to: sample.count, by: 8192) {
        decoder.read(
          UnsafeRawBufferPointer(rebasing: sample[start..<min(start + 8192, sample.count)]), into: &batch)
        if !batch.records.isEmpty { return true }
        batch.clear()
      }
      decoder.finish(into: &batch)
      return !batch.records.isEmpty
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes behind UTF-8's byte order mark, if there is one.
  var withoutByteOrderMark: UnsafeRawBufferPointer {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return starts(with: mark) ? UnsafeRawBufferPointer(rebasing: self[3...]) : self
  }
}

/// The names of a line's members.
enum JSONShape {
  /// The keys of the object in a line; nil where it is none.
  static func members(of line: UnsafeRawBufferPointer) -> [String]? {
    guard !line.isEmpty else { return nil }
    var cursor = JSONCursor(line)
    var keys: [String] = []
    cursor.skipSpace()
    guard cursor.take(UInt8(ascii: "{")) else { return nil }
    repeat {
      cursor.skipSpace()
      guard let key = cursor.string() else { return nil }
      cursor.skipSpace()
      guard cursor.take(UInt8(ascii: ":")) else { return nil }
      cursor.skipSpace()
      guard cursor.skipValue() else { return nil }
      keys.append(JSONText.unescaped(key))
      cursor.skipSpace()
    } while cursor.take(UInt8(ascii: ","))
    return cursor.take(UInt8(ascii: "}")) ? keys : nil
  }
}
