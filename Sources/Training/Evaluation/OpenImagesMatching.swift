import Annotations
import Detection
import Evaluation
import Recipes

/// Judges detections by Open Images' rules, image by image.
struct OpenImagesMatching {
  private let dataset: Dataset
  /// The classes above each, for which a detection counts too.
  private let parents: [[Int]]
  private var tally: OpenImagesTally

  init(_ dataset: Dataset, _ settings: Recipe.OpenImages, rules: LabelRules) {
    self.dataset = dataset
    parents = dataset.categories.indices.map {
      settings.detectionExpansion == .toParents ? rules.parents(of: $0) : []
    }
    tally = OpenImagesTally(classes: dataset.categories, rules: OpenImagesRules(settings.rules))
  }

  /// Takes an image's detections.
  mutating func add(_ detections: [Detection], image: Int) {
    let found = detections.flatMap { detection in
      (CollectionOfOne(detection.category) + parents[detection.category]).map {
        OpenImagesData.Detection(detection, as: $0)
      }
    }
    tally.add(OpenImagesData.Image(dataset, image, detections: found))
  }

  /// AP of every class, of all images added.
  func results() throws -> OpenImagesResults { try tally.results() }
}

extension OpenImagesRules {
  fileprivate init(_ rules: Recipe.OpenImages.Rules) {
    switch rules {
    case .challenge: self = .challenge(groupWeight: 1)
    case .v2: self = .v2(groupWeight: 0)
    }
  }
}

extension OpenImagesData.Detection {
  fileprivate init(_ found: Detection, as category: Int) {
    let box = found.box
    self.init(
      category: category,
      box: OpenImagesData.Corners(
        top: Double(box.y1), left: Double(box.x1), bottom: Double(box.y2), right: Double(box.x2)),
      score: Double(found.score))
  }
}
