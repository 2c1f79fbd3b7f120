import Annotations
import Detection
import Evaluation

/// The detections of an evaluation as results files, one of boxes and, with masks, one of masks.
struct ResultsFiles {
  private let boxes: ResultsWriter
  private let masks: ResultsWriter?
  private let categories: [Annotations.Category]

  /// - Parameter path: `out.json` gives out.bbox.json and out.segm.json.
  init(_ path: String, _ data: RunData, _ content: TargetContent) throws {
    let stem = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
    boxes = try ResultsWriter(stem + ".bbox.json")
    masks = content.includesMasks ? try ResultsWriter(stem + ".segm.json") : nil
    categories = data.categories
  }

  func add(_ detections: [Detection], of image: ImageRecord) throws {
    for found in detections {
      let instance = DetectedInstance(found)
      let category = categories[found.category].id
      try boxes.add(instance, imageID: image.id, categoryID: category)
      if let mask = found.mask {
        try masks?.add(mask, score: instance.score, imageID: image.id, categoryID: category)
      }
    }
  }

  func finish() throws {
    try boxes.finish()
    try masks?.finish()
  }
}
