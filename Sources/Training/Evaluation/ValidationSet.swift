import Annotations
import Evaluation

/// The images that a run is evaluated on: all of a file's, or some spread evenly over it.
struct ValidationSet: Sendable {
  let file: AnnotationFile
  let folder: ImageFolder
  /// Indices of the images in the file.
  let images: [Int]
  /// The annotations of these images alone.
  let dataset: Dataset
  /// For each image of the file its index in `dataset`.
  private let places: [Int: Int]
  /// The objects whose masks can be read; nil where there are none.
  let masks: ValidationMasks?

  /// Images of a run's validation file, all where there is no limit. Rare and frequent is what is so in training.
  init(_ data: RunData, limit: Int?) {
    file = data.validation
    folder = data.validationImages
    let whole = file.dataset
    let count = min(limit ?? .max, whole.images.count)
    images = (0..<count).map { $0 * whole.images.count / count }
    var instances: [Int] = []
    var kept: [Instance] = []
    var ranges: [Range<Int>] = []
    for (place, image) in images.enumerated() {
      let range = whole.instanceRanges[image]
      ranges.append(instances.count..<instances.count + range.count)
      instances += range
      kept += range.map { whole.instances[$0].inImage(place) }
    }
    dataset = Dataset(
      categories: data.categories, images: images.map { whole.images[$0] }, instances: kept,
      instanceRanges: ranges)
    masks = ValidationMasks(file, dataset, instances)
    places = Dictionary(uniqueKeysWithValues: images.enumerated().map { ($1, $0) })
  }

  /// The index in `dataset` of an image of the file, which must be one of `images`.
  func place(of image: Int) -> Int { places[image]! }

  /// LVIS's federated rules where the file says anywhere which classes an image was checked for, else COCO's.
  func rules(detectionsPerImage limit: Int) -> BenchmarkRules {
    let isFederated = dataset.images.contains { !$0.negatives.isEmpty || !$0.notExhaustive.isEmpty }
    return isFederated ? .lvis(detectionsPerImage: limit) : .coco
  }
}

extension Instance {
  fileprivate func inImage(_ image: Int) -> Instance {
    Instance(
      id: id, image: image, category: category, box: box, area: area, isCrowd: isCrowd, isIgnored: isIgnored)
  }
}
