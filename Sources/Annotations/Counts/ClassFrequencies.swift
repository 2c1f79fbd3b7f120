/// How often each class occurs in a training set, in class-index order.
public struct ClassFrequencies: Sendable, Equatable {
  /// Training images that show each class.
  public let imageCounts: [Int]
  /// Training instances of each class.
  public let instanceCounts: [Int]

  /// Counts of C classes.
  public init(imageCounts: [Int], instanceCounts: [Int]) {
    precondition(imageCounts.count == instanceCounts.count, "one count of each kind for each class")
    self.imageCounts = imageCounts
    self.instanceCounts = instanceCounts
  }

  /// Number of classes.
  public var classCount: Int { imageCounts.count }

  /// Counted from the instances of a dataset; an object counts for each class that it shows by the rules.
  public init(countedIn dataset: Dataset, by rules: LabelRules = .asAnnotated) {
    var images = [Int](repeating: 0, count: dataset.categories.count)
    var instances = images
    var lastImage = [Int](repeating: -1, count: dataset.categories.count)
    for instance in dataset.instances where rules.counts(instance) {
      for category in CollectionOfOne(instance.category) + rules.parents(of: instance.category) {
        instances[category] += 1
        guard lastImage[category] != instance.image else { continue }
        lastImage[category] = instance.image
        images[category] += 1
      }
    }
    self.init(imageCounts: images, instanceCounts: instances)
  }

  /// LVIS's bin of a class.
  public func bin(of category: Int) -> Frequency { Frequency(imageCount: imageCounts[category]) }
}
