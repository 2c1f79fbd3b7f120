import JSON

/// Why files of Open Images cannot be used.
public enum OpenImagesError: Error, Equatable {
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file has no line.
  case empty(file: String)
  /// The header lacks a column.
  case missingColumn(file: String, column: String, header: [String])
  /// The file is one line an image, as Kaggle wants submissions.
  case kaggleForm(file: String)
  /// A quote that opens in the record of this line is never closed.
  case unclosedQuote(file: String, line: Int)
  /// A line has another number of fields than its header.
  case wrongFieldCount(file: String, line: Int, found: Int, expected: Int)
  /// A field is no finite number.
  case notANumber(file: String, line: Int, column: String, text: String)
  /// A field is no side of an image.
  case notASide(file: String, line: Int, column: String, text: String)
  /// A field is neither 0, 1 nor −1.
  case notAFlag(file: String, line: Int, column: String, text: String)
  /// No class has the label.
  case unknownLabel(file: String, line: Int, label: String)
  /// Two classes have the same label.
  case duplicateLabel(file: String, line: Int, label: String)
  /// The hierarchy is malformed.
  case hierarchy(file: String, JSONError)
  /// The case is malformed.
  case json(file: String, JSONError)
  /// No class of the case has the id.
  case unknownClass(file: String, byte: Int, id: Int)
  /// A box is not four finite numbers.
  case badBox(file: String, byte: Int, numbers: [Double])
  /// A score is not finite.
  case badScore(file: String, byte: Int, score: Double)
}

extension OpenImagesError: CustomStringConvertible {
  /// One sentence: which file, where in it, what is wrong.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .empty(let file): "\(file): an empty file, expected a header and a line for each record."
    case .kaggleForm(let file):
      "\(file): line 1: one line an image with a PredictionString, as Kaggle has it; expected one detection a line: "
        + "ImageID,LabelName,Score,XMin,XMax,YMin,YMax."
    case .unclosedQuote(let file, let line):
      "\(file): line \(line): a quote opens here and is never closed: the rest of the file would be one field."
    case .missingColumn(let file, let column, let header) where header.count == 1 && header[0].contains(";"):
      "\(file): line 1: no column \(column): fields are separated by semicolons, expected commas."
    case .missingColumn(let file, let column, let header):
      "\(file): line 1: no column \(column) in \(header.joined(separator: ","))."
    case .wrongFieldCount(let file, let line, let found, let expected):
      "\(file): line \(line): \(found) fields, but the header has \(expected)."
    case .notANumber(let file, let line, let column, let text):
      "\(file): line \(line): \(column) is \"\(text)\", expected a finite number."
    case .notASide(let file, let line, let column, let text):
      "\(file): line \(line): \(column) is \"\(text)\", expected whole pixels from 1."
    case .notAFlag(let file, let line, let column, let text):
      "\(file): line \(line): \(column) is \"\(text)\", expected 0, 1 or -1."
    case .unknownLabel(let file, let line, let label):
      "\(file): line \(line): the class descriptions have no \(label)."
    case .duplicateLabel(let file, let line, let label): "\(file): line \(line): \(label) is not new."
    case .hierarchy(let file, let error): "\(file): not a hierarchy of classes. \(error)"
    case .json(let file, let error): "\(file): not an Open Images case. \(error)"
    case .unknownClass(let file, let byte, let id): "\(file): byte \(byte): the categories have no id \(id)."
    case .badBox(let file, let byte, let numbers):
      "\(file): byte \(byte): a box of \(numbers), expected four finite numbers: top, left, bottom, right."
    case .badScore(let file, let byte, let score): "\(file): byte \(byte): a score of \(score)."
    }
  }
}
