/// Why images cannot be trained or evaluated on.
enum DataError: Error, Equatable {
  /// No image of the file has an object to learn from.
  case noTrainableImages(file: String, TargetContent)
  /// An image file has another size than its annotations say.
  case wrongSize(file: String, annotated: String, found: String)
  /// One image after the other is missing or damaged.
  case noReadableImages(attempts: Int, last: String)
}

extension DataError: CustomStringConvertible {
  /// One sentence: which file, what was expected, what was found.
  var description: String {
    switch self {
    case .noTrainableImages(let file, .boxes):
      "\(file): no image has an object with a box."
    case .noTrainableImages(let file, .boxesAndMasks):
      "\(file): no image has an object with a box and a mask. Where there are boxes alone, set detector.family to \"faster-rcnn\" or \"cascade-rcnn\"."
    case .wrongSize(let file, let annotated, let found):
      "\(file): \(found), but its annotations are for \(annotated)."
    case .noReadableImages(let attempts, let last):
      "None of \(attempts) images drawn in a row can be read; the last: \(last) Is the image folder right?"
    }
  }
}
