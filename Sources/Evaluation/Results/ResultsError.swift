import Annotations
import JSON

/// Why a file of detections cannot be evaluated.
public enum ResultsError: Error, Equatable {
  /// The file is missing, unreadable, truncated or no JSON.
  case json(file: String, line: Int?, JSONError)
  /// The file is an object, not an array.
  case notAnArray(file: String)
  /// The file is one object a line.
  case jsonLines(file: String)
  /// A detection cannot be taken.
  case detection(Place, DetectionFlaw)

  /// Where in a file a detection is.
  public struct Place: Sendable, Equatable {
    /// The file's path.
    public let file: String
    /// How many records stand before it.
    public let record: Int
    /// Its line, from 1, where it could be looked up.
    public let line: Int?
    /// Offset of its first byte.
    public let byte: Int
  }
}

/// Why one detection cannot be taken.
public enum DetectionFlaw: Error, Equatable {
  /// It lacks a part or has one of the wrong type.
  case malformed(JSONError)
  /// It has neither box nor mask.
  case nothingDetected
  /// No image of the annotations has the id.
  case unknownImage(id: String)
  /// A score or a box holds NaN or an infinity.
  case notFinite(member: String)
  /// A box is not four numbers.
  case noBox(numbers: Int)
  /// A mask is none.
  case badMask(MaskError)
  /// A mask's runs are Python's text of bytes.
  case textOfBytes
  /// A mask has another size than its image.
  case wrongMaskSize(found: [Int], expected: [Int])
  /// The image has no width and height, which masks need.
  case noImageSize
}

extension ResultsError: CustomStringConvertible {
  /// One sentence: which file, where in it, what is wrong, and where it helps, the way out.
  public var description: String {
    switch self {
    case .json(_, _, .missing(let file)): "\(file): no such file."
    case .json(let file, let line, let error):
      "\(file): not a readable JSON file. \(line.map { "Line \($0), " } ?? "")\(error)"
    case .notAnArray(let file):
      "\(file): an object, expected an array of detections. Are annotations and results exchanged?"
    case .jsonLines(let file):
      "\(file): one object a line, expected one array of detections: jq -s . makes one of it."
    case .detection(let place, let flaw): "\(place)\(flaw)"
    }
  }
}

extension ResultsError.Place: CustomStringConvertible {
  /// The place as an error begins with it.
  public var description: String {
    "\(file): detections[\(record)]\(line.map { " at line \($0), byte \(byte)" } ?? " at byte \(byte)")"
  }
}

extension DetectionFlaw: CustomStringConvertible {
  /// The end of a sentence that the detection's place begins.
  public var description: String {
    switch self {
    case .malformed(let error):
      "\(error.memberPath.isEmpty ? "" : ", \(error.memberPath.dropFirst())"): \(error)"
    case .nothingDetected: ": neither \"bbox\" nor \"segmentation\"."
    case .unknownImage(let id): ": the annotations have no image of id \(id)."
    case .notFinite(let member): ": \"\(member)\" is not finite."
    case .noBox(let numbers): ": \"bbox\" has \(numbers) numbers, expected four."
    case .badMask(let error): ": \(error)."
    case .textOfBytes:
      ": the mask's counts begin with b', Python's text of bytes: write counts.decode() instead of str(counts)."
    case .wrongMaskSize(let found, let expected) where found == expected.reversed():
      ": a mask of size \(found), but its image is \(expected): \"size\" is height, width."
    case .wrongMaskSize(let found, let expected):
      ": a mask of size \(found), but its image is \(expected) (height, width)."
    case .noImageSize: ": its image has no width and height in the annotations, which masks need."
    }
  }
}

/// What is remarkable about detections that were taken nevertheless.
public typealias ResultsRemarks = Findings<ResultsRemark>

/// What is remarkable about a detection that was taken nevertheless, with what was made of it.
public enum ResultsRemark: String, FindingKind {
  case unknownCategory = "detection of a class that the annotations lack: neither right nor wrong"
  case noCategory = "detection without a class: neither right nor wrong"
  case negativeSize = "detection whose box has a negative size: it finds nothing"
  case otherKindOfID =
    "id written as text here and as a number in the annotations, or the other way: taken as the same"
}
