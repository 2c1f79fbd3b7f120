import Annotations

/// Open Images' AP over images that come one by one: of each detection only its score and its worth are kept.
public struct OpenImagesTally: Sendable {
  private let classes: [OpenImagesData.Class]
  private let rules: OpenImagesRules
  private var labels: [[OpenImagesLabel]]
  private var truthCounts: [Double]

  /// A tally of no images yet. NOTE: of equal scores the last one added counts first, as with the reference.
  public init(classes: [Annotations.Category], rules: OpenImagesRules) {
    self.init(classes: classes.map { OpenImagesData.Class(id: $0.id, name: $0.name) }, rules: rules)
  }

  init(classes: [OpenImagesData.Class], rules: OpenImagesRules) {
    self.classes = classes
    self.rules = rules
    labels = Array(repeating: [], count: classes.count)
    truthCounts = Array(repeating: 0, count: classes.count)
  }

  /// Adds an image with its detections.
  public mutating func add(_ image: OpenImagesData.Image) {
    add(image.labelled(by: rules), truths: image.truths)
  }

  mutating func add(
    _ labelled: [(category: Int, label: OpenImagesLabel)], truths: [OpenImagesData.Truth]
  ) {
    for (category, label) in labelled { labels[category].append(label) }
    for truth in truths { truthCounts[truth.category] += truth.isGroup ? rules.groupWeight : 1 }
  }

  /// AP of each class, computed on all cores.
  public func results() throws -> OpenImagesResults {
    let precisions = try concurrentMap(classes.count) { category -> Double? in
      truthCounts[category] > 0
        ? labels[category].averagePrecision(truthCount: truthCounts[category]) : nil
    }
    return OpenImagesResults(classes: classes, averagePrecisions: precisions)
  }
}

extension OpenImagesData.Image {
  /// An image of a dataset, whose crowds are groups, with what was found in it.
  public init(_ dataset: Dataset, _ image: Int, detections: [OpenImagesData.Detection]) {
    let record = dataset.images[image]
    self.init(
      truths: dataset.instances[dataset.instanceRanges[image]].map {
        OpenImagesData.Truth(
          category: $0.category,
          box: .init(top: $0.box.y, left: $0.box.x, bottom: $0.box.maxY, right: $0.box.maxX),
          isGroup: $0.isCrowd)
      },
      verified: Set(record.negatives).union(record.notExhaustive), detections: detections)
  }
}
