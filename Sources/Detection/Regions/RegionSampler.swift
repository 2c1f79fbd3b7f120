import Losses
import Recipes

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

  /// The objects alone, of those targets that are wanted.
  func objects(where isWanted: (_ target: (image: Int, index: Int)) -> Bool) -> RegionSample {
    let places = targets.indices.filter { isWanted(targets[$0]) }
    return RegionSample(
      regions: regions.at(places), labels: places.map { labels[$0] },
      areProposed: areProposed.isEmpty ? [] : places.map { areProposed[$0] },
      targets: places.map { targets[$0] })
  }

  /// The classes that objects show besides their labels, by their rows.
  func impliedLabels(_ targets: [ImageTargets]) -> [ImpliedLabel] {
    self.targets.enumerated().flatMap { row, target in
      let implied = targets[target.image].impliedClasses
      return implied.isEmpty ? [] : implied[target.index].map { ImpliedLabel(row: row, category: $0) }
    }
  }

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
  let annotatedBoxes: Recipe.Detector.Regions.Order
  let classCount: Int

  init(_ configuration: Recipe.Detector.Regions, objectOverlap: Double, classCount: Int) {
    matcher = Matcher(
      rules: .init(
        objectOverlap: objectOverlap, backgroundOverlap: objectOverlap,
        bestCandidates: configuration.bestCandidates, bestOverlap: objectOverlap))
    sampler = BalancedSampler(count: configuration.sampleCount, objectShare: configuration.objectShare)
    annotatedBoxes = configuration.annotatedBoxes
    self.classCount = classCount
  }

  /// A sample of each image's regions, those of all images together.
  func callAsFunction(
    _ proposals: [[CornerBox]], _ targets: [ImageTargets], using generator: inout SamplingGenerator
  ) -> RegionSample {
    let candidates = zip(proposals, targets).map(candidates)
    let samples = candidates.map { sampler($0.matches, using: &generator) }
    return sample(of: candidates, samples, targets)
  }

  /// What is sampled from in an image.
  struct Candidates {
    let boxes: [CornerBox]
    let matches: [Match]
    /// Where the proposals are among the boxes.
    let proposed: Range<Int>
  }

  /// An image's proposals and annotated boxes. In front, annotated boxes stand for themselves; behind, for what they
  /// overlap most, as other candidates do.
  func candidates(_ proposals: [CornerBox], _ targets: ImageTargets) -> Candidates {
    switch annotatedBoxes {
    case .first:
      Candidates(
        boxes: targets.boxes + proposals,
        matches: targets.boxes.indices.map(Match.target)
          + matcher(proposals, targets: targets.boxes).sparing(targets.groups, proposals),
        proposed: targets.count..<targets.count + proposals.count)
    case .last:
      Candidates(
        boxes: proposals + targets.boxes,
        matches: matcher(proposals + targets.boxes, targets: targets.boxes)
          .sparing(targets.groups, proposals + targets.boxes),
        proposed: 0..<proposals.count)
    }
  }

  /// The regions of these draws.
  func sample(
    of candidates: [Candidates], _ samples: [BalancedSampler.Sample], _ targets: [ImageTargets]
  ) -> RegionSample {
    var result = RegionSample()
    for (image, candidates) in candidates.enumerated() {
      for candidate in samples[image].objects {
        guard case .target(let target) = candidates.matches[candidate] else { continue }
        result.append(candidates, candidate, image: image, label: targets[image].classes[target])
        result.targets.append((image, target))
      }
    }
    for (image, candidates) in candidates.enumerated() {
      for candidate in samples[image].background {
        result.append(candidates, candidate, image: image, label: classCount)
      }
    }
    return result
  }
}

extension RegionSample {
  fileprivate mutating func append(
    _ candidates: RegionSampler.Candidates, _ candidate: Int, image: Int, label: Int
  ) {
    regions.append(candidates.boxes[candidate], image: image)
    areProposed.append(candidates.proposed.contains(candidate))
    labels.append(label)
  }
}
