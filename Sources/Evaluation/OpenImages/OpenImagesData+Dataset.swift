import Annotations

extension OpenImagesData {
  /// Annotations of COCO's or LVIS's form, crowds as groups and `neg_category_ids` as verified to be absent, and
  /// detections on them.
  public init(_ dataset: Dataset, detections file: ResultsFile) {
    classes = dataset.categories.map { Class(id: $0.id, name: $0.name) }
    images = dataset.images.indices.map { image in
      Image(
        truths: dataset.instances[dataset.instanceRanges[image]].map {
          Truth(category: $0.category, box: Corners($0.box), isGroup: $0.isCrowd)
        },
        verified: Set(dataset.images[image].negatives),
        detections: file.indices[image].lazy.map { file.detections[Int($0)] }
          .filter { $0.category != DetectedInstance.unknownCategory }
          .map { Detection(category: $0.category, box: Corners($0.box), score: $0.score) })
    }
  }
}

extension OpenImagesData.Corners {
  fileprivate init(_ box: Box) {
    self.init(top: box.y, left: box.x, bottom: box.maxY, right: box.maxX)
  }
}
