import JSON

/// Why an annotation file cannot be used.
public enum AnnotationError: Error, Equatable {
  /// The file is missing, unreadable, truncated or no JSON.
  case json(file: String, line: Int?, JSONError)
  /// The file is a bare array.
  case resultsFile(file: String)
  /// The file has no array of this name.
  case missingSection(file: String, name: String)
  /// A category or an image, as `images[3]`, lacks a part or has one of the wrong type.
  case badRecord(file: String, entry: String, id: Int?, line: Int?, JSONError)
  /// Two categories or two images, by their places in the section, have the same id and say different things.
  case duplicateID(file: String, section: String, id: String, first: Int, second: Int, difference: String)
  /// An image's size is not positive.
  case emptyImage(file: String, index: Int, id: String, width: Int, height: Int)
  /// The file has no annotation, or none that can be used.
  case noInstances(file: String, skipped: SkippedAnnotations)
  /// The mask of an annotation is no mask.
  case badSegmentation(file: String, annotation: Int, line: Int?, byte: Int, reason: String)
}

extension AnnotationError: CustomStringConvertible {
  /// One sentence: which file, where in it, what is wrong, and where it helps, the way out.
  public var description: String {
    switch self {
    case .json(_, _, .missing(let file)):
      "\(file): no such file."
    case .json(let file, let line, let error):
      "\(file): not a readable JSON file. \(line.map { "Line \($0), " } ?? "")\(error)"
    case .resultsFile(let file):
      "\(file): a bare array, expected an object with images, annotations and categories. Is it a results file?"
    case .missingSection(let file, let name):
      "\(file): no array \"\(name)\". Is it an LVIS or COCO annotation file?"
    case .badRecord(let file, let entry, let id, let line, let error):
      "\(file): \(entry)\(error.memberPath)\(id.map { ", id \($0)" } ?? ""): "
        + "\(line.map { "line \($0), " } ?? "")\(error.byte.map { "byte \($0): " } ?? "")\(error.finding)."
    case .duplicateID(let file, let section, let id, let first, let second, let difference):
      "\(file): \(section)[\(first)] and \(section)[\(second)] both have id \(id) and differ: \(difference)."
        + " Give one of them another id."
    case .emptyImage(let file, let index, let id, let width, let height):
      "\(file): images[\(index)], id \(id): a size of \(width)×\(height), expected at least 1×1."
    case .noInstances(let file, let skipped) where skipped.isEmpty:
      "\(file): no annotations: there is nothing to learn from or to find."
    case .noInstances(let file, let skipped):
      "\(file): none of its annotations can be used: \(skipped)."
    case .badSegmentation(let file, let annotation, let line, let byte, let reason):
      "\(file): \(line.map { "line \($0), " } ?? "")byte \(byte): annotation \(annotation): "
        + "the segmentation is no mask: \(reason)."
    }
  }
}
