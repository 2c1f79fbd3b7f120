/// The regions that the losses of a step look at, objects of all images first.
struct RegionSample {
  var regions = RegionBatch([])
  /// One class index a region; background has index C.
  var labels: [Int] = []
  /// Which of the regions were proposed; the others are annotated boxes.
  var areProposed: [Bool] = []
  /// Image and index of the target that each object stands for.
  var targets: [(image: Int, index: Int)] = []

  /// How many of the regions are objects: the first ones.
  var objectCount: Int { targets.count }

  /// A number for each region's target, equal for regions of the same one; 0 for background.
  var objects: [Int] {
    var numbers: [SIMD2<Int>: Int] = [:]
    let objects = targets.map { target in
      let key = SIMD2(target.image, target.index)
      let number = numbers[key, default: numbers.count + 1]
      numbers[key] = number
      return number
    }
    return objects + Array(repeating: 0, count: regions.count - objects.count)
  }
}

/// Chooses regions among the proposals and the annotated boxes themselves.
struct RegionSampler {
  let matcher: Matcher
  let sampler: BalancedSampler
  let classCount: Int

  init(_ configuration: RegionConfiguration, objectThreshold: Float, classCount: Int) {
    matcher = Matcher(
      objectThreshold: objectThreshold, backgroundThreshold: objectThreshold, unreachedTargets: .staySo)
    sampler = BalancedSampler(count: configuration.sampleCount, objectShare: configuration.objectShare)
    self.classCount = classCount
  }

  func callAsFunction(
    _ proposals: [[CornerBox]], _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) -> RegionSample {
    let candidates = zip(proposals, targets).map { $0 + $1.boxes }
    let matches = zip(candidates, targets).map { matcher($0, targets: $1.boxes) }
    let samples = matches.map { sampler($0, using: &generator) }
    var result = RegionSample()
    for image in targets.indices {
      for candidate in samples[image].objects {
        guard case .target(let target) = matches[image][candidate] else { continue }
        result.regions.append(candidates[image][candidate], image: image)
        result.areProposed.append(candidate < proposals[image].count)
        result.labels.append(targets[image].classes[target])
        result.targets.append((image, target))
      }
    }
    for image in targets.indices {
      for candidate in samples[image].background {
        result.regions.append(candidates[image][candidate], image: image)
        result.areProposed.append(candidate < proposals[image].count)
        result.labels.append(classCount)
      }
    }
    return result
  }
}
