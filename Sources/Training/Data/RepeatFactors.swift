import Annotations
import Recipes

/// How often an epoch shows each image: r = max over its classes of max(1, √(t / f)), where f is the share of images
/// that show the class (LVIS, Gupta et al. 2019). Images without an object to learn from are left out.
struct RepeatFactors: EpochSampling, Equatable {
  /// The images to train on, as indices into the dataset.
  let images: [Int]
  /// The factor of each of them, 1 at least.
  let factors: [Double]

  /// Factors with threshold t; 0 shows every image once.
  init(
    of file: AnnotationFile, _ content: TargetContent, threshold: Double,
    rounding: Recipe.Input.RepeatRounding
  ) throws(DataError) {
    let dataset = file.dataset
    let classes = file.shownClasses(content)
    images = classes.indices.filter { !classes[$0].isEmpty }
    guard !images.isEmpty, !content.includesMasks || file.hasAnyMask else {
      throw .noTrainableImages(file: file.path, content, UnusableObjects(of: file))
    }
    var counts = [Int](repeating: 0, count: dataset.categories.count)
    for image in images {
      for category in classes[image] { counts[category] += 1 }
    }
    let imageCount = Double(images.count)
    let classFactors = counts.map { max(1, (threshold * imageCount / Double(max($0, 1))).squareRoot()) }
    let exact = images.map { classes[$0].map { classFactors[$0] }.max() ?? 1 }
    switch rounding {
    case .drawn: factors = exact
    case .up: factors = exact.map { $0.rounded(.up) }
    }
  }

  /// Images shown in an epoch, repeats included; a single epoch shows it rounded up or down.
  var epochLength: Double { factors.reduce(0, +) }

  /// The images of one epoch in random order. How often each is shown is its factor rounded up or down at random,
  /// right on average and, because fractions are carried along, in sum.
  func epoch(using generator: inout some RandomNumberGenerator) -> [Int] {
    var shown: [Int] = []
    var sum = Double.random(in: 0..<1, using: &generator)
    for place in images.indices.shuffled(using: &generator) {
      let before = sum.rounded(.down)
      sum += factors[place]
      shown += Array(repeating: images[place], count: Int(sum.rounded(.down) - before))
    }
    shown.shuffle(using: &generator)
    return shown
  }
}

extension AnnotationFile {
  /// The classes that each image's objects to learn from show.
  func shownClasses(_ content: TargetContent) -> [Set<Int>] {
    dataset.instanceRanges.map { range in
      var classes: Set<Int> = []
      for index in range where dataset.instances[index].isTrainable && content.isGiven(by: self, index) {
        let category = dataset.instances[index].category
        classes.insert(category)
        classes.formUnion(rules.parents(of: category))
      }
      return classes
    }
  }
}

extension TargetContent {
  /// Whether a file says of an instance what is to be learnt.
  fileprivate func isGiven(by file: AnnotationFile, _ instance: Int) -> Bool {
    switch self {
    case .boxes, .boxesAndGivenMasks: true
    case .boxesAndMasks: file.hasSegmentation(instance)
    }
  }
}

extension Instance {
  /// Whether a detector learns from it: not a crowd, and its box is not empty.
  var isTrainable: Bool { !isCrowd && box.width > 0 && box.height > 0 }
}
