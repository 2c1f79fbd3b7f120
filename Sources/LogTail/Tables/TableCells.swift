/// The cells of a line of a table, as Python's csv reads them.
enum TableCells {
  /// The cells between separators; quotes around a cell are taken off, two of them inside are one.
  static func split(_ line: UnsafeRawBufferPointer, separator: UInt8) -> [[UInt8]] {
    var cells: [[UInt8]] = [[]]
    var isQuoted = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      switch byte {
      case UInt8(ascii: "\"") where isQuoted:
        if index + 1 < line.endIndex && line[index + 1] == byte {
          cells[cells.count - 1].append(byte)
          index += 1
        } else {
          isQuoted = false
        }
      case UInt8(ascii: "\"") where cells[cells.count - 1].isEmpty: isQuoted = true
      case separator where !isQuoted: cells.append([])
      default: if byte != 0x0D || isQuoted { cells[cells.count - 1].append(byte) }
      }
      index += 1
    }
    return cells
  }

  /// A cell's text without the spaces around it: Ultralytics pads its columns.
  static func trimmed(_ cell: [UInt8]) -> String {
    let start = cell.firstIndex { $0 > 0x20 } ?? cell.endIndex
    let end = cell.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
    return String(decoding: cell[start..<end], as: UTF8.self)
  }

  /// Whether a cell is a number, be its point a comma.
  static func isNumber(_ cell: String) -> Bool {
    Double(cell) != nil || Double(cell.replacing(",", with: ".")) != nil
  }
}
