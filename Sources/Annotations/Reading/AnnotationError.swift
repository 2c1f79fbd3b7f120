import JSON

/// Why an annotation file cannot be used.
public enum AnnotationError: Error, Equatable {
  /// The file is missing, unreadable, truncated or no JSON.
  case json(file: String, JSONError)
  /// The file is a bare array.
  case resultsFile(file: String)
  /// The file has no array of this name.
  case missingSection(file: String, name: String)
  /// A category or an image lacks a part or has one of the wrong type.
  case badRecord(file: String, section: String, id: Int?, JSONError)
  /// Two categories or two images have the same id.
  case duplicateID(file: String, section: String, id: Int)
  /// An image's size is not positive.
  case emptyImage(file: String, id: Int, width: Int, height: Int)
  /// The file has no annotation, or none that can be used.
  case noInstances(file: String, skipped: SkippedAnnotations)
  /// The mask of an annotation is no mask.
  case badSegmentation(file: String, annotation: Int, byte: Int, reason: String)
}

extension AnnotationError: CustomStringConvertible {
  /// One sentence: which file, where in it, what is wrong, and where it helps, the way out.
  public var description: String {
    switch self {
    case .json(_, .missing(let file)):
      "\(file): no such file."
    case .json(let file, let error):
      "\(file): not a readable JSON file. \(error)"
    case .resultsFile(let file):
      "\(file): a bare array, expected an object with images, annotations and categories. Is it a results file?"
    case .missingSection(let file, let name):
      "\(file): no array \"\(name)\". Is it an LVIS or COCO annotation file?"
    case .badRecord(let file, let section, let id, let error):
      "\(file): \(section): \(id.map { "id \($0)" } ?? "a record"): \(error)"
    case .duplicateID(let file, let section, let id):
      "\(file): \(section): id \(id) occurs twice."
    case .emptyImage(let file, let id, let width, let height):
      "\(file): images: id \(id): a size of \(width)×\(height), expected at least 1×1."
    case .noInstances(let file, let skipped) where skipped.isEmpty:
      "\(file): no annotations."
    case .noInstances(let file, let skipped):
      "\(file): none of its annotations can be used: \(skipped)."
    case .badSegmentation(let file, let annotation, let byte, let reason):
      "\(file): byte \(byte): annotation \(annotation): the segmentation is no mask: \(reason)"
    }
  }
}
