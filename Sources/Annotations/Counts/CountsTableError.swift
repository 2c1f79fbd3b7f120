/// Why a file is no table of class counts.
public enum CountsTableError: Error, Equatable {
  /// A line of a file.
  public struct Place: Sendable, Equatable {
    /// The file's path.
    public let file: String
    /// The line, from 1.
    public let line: Int
  }

  /// The file is missing, or no text.
  case unreadable(file: String, reason: String)
  /// The header lacks a column.
  case missingColumn(Place, column: String, header: [String])
  /// A line has another number of fields than the header.
  case wrongFieldCount(Place, found: Int, expected: Int)
  /// A field is no whole number from 0.
  case notACount(Place, column: String, text: String)
  /// A frequency is none of r, c, f.
  case notABin(Place, text: String)
  /// The id stands in a line above too.
  case duplicateID(Place, id: Int)
  /// Nothing follows the header, or there is none.
  case noClasses(file: String)
}

extension CountsTableError: CustomStringConvertible {
  /// One sentence: which line of which file, what was expected, what was found.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .missingColumn(let place, let column, let header):
      "\(place): no column \(column) between tabs in \"\(header.joined(separator: "  ").prefix(80))\"; expected "
        + "id, name, frequency, image_count, instance_count, or an LVIS or COCO annotation file."
    case .wrongFieldCount(let place, let found, let expected):
      "\(place): \(found) fields between tabs, but the header has \(expected)."
    case .notACount(let place, let column, let text):
      "\(place): \(column) is \"\(text)\", expected a whole number from 0."
    case .notABin(let place, let text): "\(place): frequency is \"\(text)\", expected r, c or f."
    case .duplicateID(let place, let id): "\(place): id \(id) is not new."
    case .noClasses(let file): "\(file): no classes, expected a header and a line for each class."
    }
  }
}

extension CountsTableError.Place: CustomStringConvertible {
  /// The place as an error begins with it.
  public var description: String { "\(file):\(line)" }
}
