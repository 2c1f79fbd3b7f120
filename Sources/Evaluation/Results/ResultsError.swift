import Annotations
import JSON

/// Why a file of detections cannot be evaluated. A record is named by its place in the file, from 0, and its first byte.
public enum ResultsError: Error, Equatable {
  /// Where in a file a record is.
  public struct Place: Sendable, Equatable {
    /// The file's path.
    public let file: String
    /// How many records stand before it.
    public let record: Int
    /// Offset of its first byte.
    public let byte: Int
  }

  /// The file is missing, unreadable, truncated or no JSON.
  case json(file: String, JSONError)
  /// The file is an object, not an array.
  case notAnArray(file: String)
  /// A record lacks a part or has one of the wrong type.
  case malformed(Place, JSONError)
  /// A record has neither box nor mask.
  case nothingDetected(Place)
  /// No image of the annotations has the id.
  case unknownImage(Place, id: Int)
  /// No category of the annotations has the id.
  case unknownCategory(Place, id: Int)
  /// A score or a box holds NaN or an infinity.
  case notFinite(Place, member: String)
  /// A box is not four numbers.
  case noBox(Place, numbers: Int)
  /// A box has a negative width or height.
  case negativeSize(Place, width: Double, height: Double)
  /// A mask is none.
  case badMask(Place, MaskError)
  /// A mask has another size than its image.
  case wrongMaskSize(Place, found: [Int], expected: [Int])
}

extension ResultsError: CustomStringConvertible {
  /// One sentence: which file, where in it, what is wrong, and where it helps, the way out.
  public var description: String {
    switch self {
    case .json(_, .missing(let file)): "\(file): no such file."
    case .json(let file, let error): "\(file): not a readable JSON file. \(error)"
    case .notAnArray(let file):
      "\(file): an object, expected an array of detections. Are annotations and results exchanged?"
    case .malformed(let place, let error): "\(place): \(error)"
    case .nothingDetected(let place): "\(place): neither \"bbox\" nor \"segmentation\"."
    case .unknownImage(let place, let id): "\(place): the annotations have no image of id \(id)."
    case .unknownCategory(let place, let id): "\(place): the annotations have no category of id \(id)."
    case .notFinite(let place, let member): "\(place): \"\(member)\" is not finite."
    case .noBox(let place, let numbers): "\(place): \"bbox\" has \(numbers) numbers, expected four."
    case .negativeSize(let place, let width, let height):
      "\(place): a box of size \(width) × \(height); \"bbox\" is left, top, width, height."
    case .badMask(let place, let error): "\(place): \(error)."
    case .wrongMaskSize(let place, let found, let expected):
      "\(place): a mask of size \(found), but its image is \(expected) (height, width)."
    }
  }
}

extension ResultsError.Place: CustomStringConvertible {
  /// The place as an error begins with it.
  public var description: String { "\(file): detection \(record) at byte \(byte)" }
}
