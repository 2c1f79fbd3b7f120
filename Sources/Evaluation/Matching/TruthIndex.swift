import Annotations

/// The instances of a dataset by image and class, and how many of them each class must be found.
struct TruthIndex: Sendable {
  /// Indices of instances, by image, then class, then file order.
  private let order: [Int]
  private let ranges: [Range<Int>]
  /// Truths that count, for each class and area range.
  private let counts: [Int]

  init(_ dataset: Dataset, rules: BenchmarkRules) {
    var order: [Int] = [], ranges: [Range<Int>] = []
    var counts = [Int](repeating: 0, count: dataset.categories.count * AreaRange.allCases.count)
    for range in dataset.instanceRanges {
      let admitted = range.filter { rules.admits(area: dataset.instances[$0].area) }
      let start = order.count
      order += admitted.sorted {
        (dataset.instances[$0].category, $0) < (dataset.instances[$1].category, $1)
      }
      ranges.append(start..<order.count)
      for index in admitted {
        let instance = dataset.instances[index]
        let ignored = instance.ignoredConditions(by: rules)
        for area in AreaRange.allCases where !ignored.contains(Conditions(every: area)) {
          counts[instance.category * AreaRange.allCases.count + area.rawValue] += 1
        }
      }
    }
    self.order = order
    self.ranges = ranges
    self.counts = counts
  }

  /// Indices of an image's instances, by class, then file order.
  func instances(ofImage image: Int) -> ArraySlice<Int> { order[ranges[image]] }

  /// For each class the images with truths that must be found, and how many.
  func countsByImage(_ dataset: Dataset, _ rules: BenchmarkRules) -> [[(image: Int, count: Int)]] {
    var classes = [[(image: Int, count: Int)]](repeating: [], count: dataset.categories.count)
    for image in ranges.indices {
      for index in instances(ofImage: image) {
        let instance = dataset.instances[index]
        guard !instance.ignoredConditions(by: rules).contains(Conditions(every: .all)) else { continue }
        if classes[instance.category].last?.image == image {
          classes[instance.category][classes[instance.category].count - 1].count += 1
        } else {
          classes[instance.category].append((image, 1))
        }
      }
    }
    return classes
  }

  /// Truths of a class that must be found.
  func count(ofClass category: Int, _ area: AreaRange) -> Int {
    counts[category * AreaRange.allCases.count + area.rawValue]
  }
}

extension Instance {
  /// Where finding the instance, or not, counts for nothing.
  func ignoredConditions(by rules: BenchmarkRules) -> Conditions {
    rules.isCrowd(self) || rules.ignores(self) ? .every : .outside(area: area)
  }
}
