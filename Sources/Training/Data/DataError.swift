import Images

/// Why images cannot be trained or evaluated on.
enum DataError: Error, Equatable {
  /// No image of the file has an object to learn from.
  case noTrainableImages(file: String, TargetContent, UnusableObjects)
  /// An image file has another size than its annotations say.
  case wrongSize(file: String, annotated: PixelSize, found: PixelSize, stored: PixelSize)
  /// One image after the other is missing.
  case noImagesFound(attempts: Int, last: String)
  /// One image after the other is damaged or of another kind or size.
  case noReadableImages(attempts: Int, last: String)
}

extension DataError: CustomStringConvertible {
  /// One sentence: which file, what was expected, what was found.
  var description: String {
    switch self {
    case .noTrainableImages(let file, .boxes, let unusable):
      "\(file): no image has an object with a box: \(unusable)."
    case .noTrainableImages(let file, .boxesAndMasks, let unusable),
      .noTrainableImages(let file, .boxesAndGivenMasks, let unusable):
      "\(file): no image has an object with a box and a mask: \(unusable). Where there are boxes alone, set detector.family to \"faster-rcnn\" or \"cascade-rcnn\"."
    case .wrongSize(let file, let annotated, let found, let stored) where annotated == stored:
      "\(file): \(found.text) as its EXIF orientation turns it, but its annotations fit the pixels as stored, "
        + "\(stored.text): turn the pixels and take the tag out, or annotate the picture as it is seen."
    case .wrongSize(let file, let annotated, let found, _):
      "\(file): \(found.text), but its annotations are for \(annotated.text)."
    case .noImagesFound(let attempts, let last):
      "None of \(attempts) images drawn in a row is there; the last: \(last) Is the image folder right?"
    case .noReadableImages(let attempts, let last):
      "None of \(attempts) images drawn in a row can be used; the last: \(last) `tailboard check` lists them all."
    }
  }
}

extension PixelSize {
  fileprivate var text: String { "\(width)×\(height)" }
}
