import Annotations
import Recipes

/// How an epoch's images are chosen.
protocol EpochSampling: Sendable {
  /// The images to train on, as indices into the dataset.
  var images: [Int] { get }
  /// Images shown in an epoch, on average.
  var epochLength: Double { get }
  /// The images of one epoch in the order in which they are shown.
  func epoch(using generator: inout some RandomNumberGenerator) -> [Int]
}

extension Recipe.Input {
  /// The sampling of a file's images.
  func epochSampling(of file: AnnotationFile, _ content: TargetContent) throws(DataError) -> any EpochSampling
  {
    switch sampling {
    case .repeatFactors:
      try RepeatFactors(of: file, content, threshold: repeatThreshold, rounding: repeatRounding)
    case .classAware: try ClassAwareSampling(of: file, content)
    }
  }
}

/// Class-aware sampling (Shen et al. 2016, arXiv 1512.05830, as mmdetection has it for Open Images): every class is next in
/// turn equally often, and shows the next one of its images.
///
/// Classes come in rounds, each round in a new order; so do the images of a class. An epoch is as long as there are images,
/// and NOTE: each begins anew, where mmdetection goes on with a class's images: an epoch follows from its number alone.
struct ClassAwareSampling: EpochSampling, Equatable {
  let images: [Int]
  /// The images of each class that has any.
  private let imagesOfClasses: [[Int]]

  /// Sampling of the images that have an object to learn from, by the classes that their objects show.
  init(of file: AnnotationFile, _ content: TargetContent) throws(DataError) {
    let shown = file.shownClasses(content)
    var imagesOfClasses = [[Int]](repeating: [], count: file.dataset.categories.count)
    for (image, classes) in shown.enumerated() {
      for category in classes.sorted() { imagesOfClasses[category].append(image) }
    }
    images = shown.indices.filter { !shown[$0].isEmpty }
    self.imagesOfClasses = imagesOfClasses.filter { !$0.isEmpty }
    guard !images.isEmpty else {
      throw .noTrainableImages(file: file.path, content, UnusableObjects(of: file))
    }
  }

  var epochLength: Double { Double(images.count) }

  func epoch(using generator: inout some RandomNumberGenerator) -> [Int] {
    var classes = Cycle(Array(imagesOfClasses.indices))
    var cycles = imagesOfClasses.map { Cycle($0) }
    return images.indices.map { _ in cycles[classes.next(using: &generator)].next(using: &generator) }
  }
}

/// Elements in a random order, and in another one once all have had their turn.
private struct Cycle {
  private var elements: [Int]
  private var taken: Int

  init(_ elements: [Int]) {
    self.elements = elements
    taken = elements.count
  }

  mutating func next(using generator: inout some RandomNumberGenerator) -> Int {
    if taken == elements.count {
      elements.shuffle(using: &generator)
      taken = 0
    }
    defer { taken += 1 }
    return elements[taken]
  }
}
