import Annotations
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct CertaintyTests {
  private static let imageCount = 7

  /// AP of a resample is that of a dataset in which each image really stands as often as it was drawn.
  @Test func aResampleIsADatasetWithItsImagesRepeated() throws {
    let samples = try evaluation(repeating: [Int](repeating: 1, count: Self.imageCount))
      .precisionSamples(count: 8, seed: 5)
    let weights = ImageWeights(imageCount: Self.imageCount, firstResample: 0, seed: 5).lanes
    var different = 0
    for lane in 0..<8 {
      let counts = weights.map { Int($0[lane]) }
      #expect(counts.reduce(0, +) == Self.imageCount)
      let results = try evaluation(repeating: counts).results()
      for bin in [nil, Frequency.rare, .common, .frequent] {
        let expected = results.averagePrecision(ofBin: bin)
        let value = samples[bin][lane]
        #expect(expected == nil ? value.isNaN : abs(value - expected!) < 1e-12, "lane \(lane), \(bin as Any)")
        if let expected, expected != samples[bin][0] { different += 1 }
      }
    }
    #expect(different > 3)
  }

  @Test func theSameSeedDrawsTheSameAndTheCountIsKept() throws {
    let whole = try evaluation(repeating: [Int](repeating: 1, count: Self.imageCount))
    let first = try whole.precisionSamples(count: 20, seed: 1)
    #expect(first[nil].count == 20)
    #expect(try whole.precisionSamples(count: 20, seed: 1)[nil] == first[nil])
    #expect(try whole.precisionSamples(count: 20, seed: 2)[nil] != first[nil])
    #expect(first.difference(from: first)[nil] == [Double](repeating: 0, count: 20))
  }

  /// The interval has the width of the percentiles and its mean where AP was measured.
  @Test func theIntervalLiesAroundWhatWasMeasured() throws {
    let samples = try evaluation(repeating: [Int](repeating: 1, count: Self.imageCount))
      .precisionSamples(count: 200, seed: 1)
    let percentiles = try #require(samples.percentiles(nil))
    let mean = try #require(samples.mean(nil))
    let interval = try #require(samples.interval(nil, around: 0.5))
    #expect(abs(interval.lowerBound - (percentiles.lowerBound - mean + 0.5)) < 1e-12)
    #expect(abs(interval.upperBound - (percentiles.upperBound - mean + 0.5)) < 1e-12)
    #expect(percentiles.lowerBound < mean && mean < percentiles.upperBound)
  }

  /// In 1,600 resamples of 50 images each image is drawn 1,600 times, give or take five standard deviations.
  @Test func everyImageIsDrawnAsOftenAsAnyOther() {
    var counts = [Int](repeating: 0, count: 50)
    for block in 0..<100 {
      for (image, lanes) in ImageWeights(imageCount: 50, firstResample: 16 * block, seed: 3).lanes
        .enumerated()
      {
        counts[image] += (0..<16).reduce(0) { $0 + Int(lanes[$1]) }
      }
    }
    #expect(counts.reduce(0, +) == 50 * 1600)
    #expect(counts.allSatisfy { abs($0 - 1600) < 200 })
  }

  /// Of one image alone every resample is that image: of two equal scores the first in the file ranks first there too.
  @Test func equalScoresOfAnImageKeepTheirOrderInResamples() throws {
    let box = Box(x: 5, y: 5, width: 20, height: 20)
    let dataset = Dataset(
      categories: [Category(id: 1, name: "c", frequency: .rare, imageCount: nil, instanceCount: nil)],
      images: [ImageRecord(id: 1, fileName: "", width: 64, height: 64, negatives: [], notExhaustive: [])],
      instances: [Instance(id: 1, image: 0, category: 0, box: box, area: 400, isCrowd: false)],
      instanceRanges: [0..<1])
    let evaluation = DetectionEvaluation(dataset, rules: .coco, task: .boxes, depth: .precision)
    try evaluation.add(
      [Box(x: 40, y: 40, width: 9, height: 9), box].map {
        DetectedInstance(category: 0, score: 0.5, box: $0)
      },
      image: 0)
    #expect(try evaluation.results().averagePrecision() == 0.5)
    for precision in try evaluation.precisionSamples(count: 20, seed: 1)[nil] {
      #expect(abs(precision - 0.5) < 1e-12)
    }
  }

  /// numpy.quantile([1, 2, 3, 4, 10], [.025, .5, .975]).
  @Test func quantilesAreNumpysLinearOnes() {
    let values = [1.0, 2, 3, 4, 10]
    #expect(abs(values.quantile(0.025) - 1.1) < 1e-12)
    #expect(values.quantile(0.5) == 3)
    #expect(abs(values.quantile(0.975) - 9.4) < 1e-12)
    #expect([4.0].quantile(0.975) == 4)
  }

  /// Worked by hand: of two detections at .95 and .85 one each is right or wrong, of two between .2 and .3 none is.
  @Test func calibrationIsHowFarScoresAreFromBeingRight() throws {
    func outcome(_ score: Double, isTrue: Bool) -> Outcome {
      Outcome(
        category: 0, rank: 0, score: score, truePositive: isTrue ? .every : [],
        falsePositive: isTrue ? [] : .every, isDuplicate: false)
    }
    let outcomes: [Outcome] = [
      outcome(0.95, isTrue: true), outcome(0.85, isTrue: false), outcome(0.2, isTrue: false),
      outcome(0.28, isTrue: false), outcome(1, isTrue: true),
    ]
    let reliability = Reliability(outcomes)
    let counts: [Int] = [0, 0, 2, 0, 0, 0, 0, 0, 1, 2]
    let right: [Int] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    #expect(reliability.ranges.map(\.count) == counts)
    #expect(reliability.ranges.map(\.trueCount) == right)
    // |0.95 + 1 - 2| + |0.85| + |0.2 + 0.28|, over five detections.
    let expected = 1.38 / 5
    let error = try #require(reliability.calibrationError)
    #expect(abs(error - expected) < 1e-12)
    let doubled = try #require((reliability + reliability).calibrationError)
    #expect(abs(doubled - expected) < 1e-12)
    #expect(Reliability([outcome(1.5, isTrue: true), outcome(0.5, isTrue: true)]).calibrationError == nil)
    #expect(Reliability([]).calibrationError == nil)
  }

  @Test func aPairSaysWhatMovedAndHowSureThatIs() throws {
    let counts = [Int](repeating: 1, count: Self.imageCount)
    let (before, after) = (try evaluation(repeating: counts), try evaluation(repeating: counts, without: 1))
    let lines = try PairReport(before, after, resamples: 50).lines
    #expect(lines[0].hasPrefix("paired, 50 resamples"))
    let moved = try #require(lines.firstIndex { $0.hasPrefix("classes that moved most") })
    #expect(lines.count == moved + 2)
    #expect(lines[moved + 1].hasPrefix("c2 (c)"))
    var writer = JSONWriter()
    try writer.object { try PairReport(before, after, resamples: 50).writeMembers(to: &$0) }
    let value = try JSONParser().parse(writer.text)
    let all = try value.member("difference").member("all")
    let change = try all.member("dAP").double()
    let interval = try all.member("interval").doubles()
    #expect(change < 0)
    #expect(interval[0] <= change && change <= interval[1])
    #expect(try value.member("difference").member("rare").member("interval").doubles() == [0, 0])
  }

  /// What large-vocab-devil's tools give, data/eval/lvis-small: the best 10,000 and the best 50 of each class.
  @Test(
    arguments: [("fixed-pooled", 10_000), ("fixed-pooled-top50", 50)],
    [("bbox", .boxes), ("segm", .masksAlone)] as [(String, ResultsFile.Content)])
  func fixedAndPooledPrecisionAreThoseOfTheirTools(
    file: (name: String, limit: Int), type: (name: String, content: ResultsFile.Content)
  ) throws {
    let evaluation = try FileEvaluation(
      truths: shared("eval/lvis-small/gt.json"), detections: [shared("eval/lvis-small/dt.json")],
      content: type.content, rules: .lvisFixed(detectionsPerClass: file.limit), depth: .precision)
    let expected = try JSONParser().parse(
      Data(contentsOf: shared("eval/lvis-small/\(file.name).expected.json"))
    ).member(type.name)
    let fixed = evaluation.results.summary.map { (name: $0.name, value: $0.value) }
    for (member, numbers) in [("fixed", fixed), ("pool", try evaluation.evaluation.pooledPrecisions())] {
      let values = try expected.member(member)
      let memberCount = try Array(values.members()).count
      #expect(numbers.count == memberCount)
      for (name, value) in numbers {
        let expected = try values.member(name).double()
        let found: Double = value ?? -1
        #expect(abs(found - expected) < 1e-9, "\(member) \(name)")
      }
    }
  }

  @Test func onlyTheBestOfAClassOverAllImagesTakePartInFixedPrecision() throws {
    func precision(_ limit: Int) throws -> Double? {
      try FileEvaluation(
        truths: shared("eval/lvis-small/gt.json"), detections: [shared("eval/lvis-small/dt.json")],
        content: .boxes, rules: .lvisFixed(detectionsPerClass: limit), depth: .precision
      ).results.averagePrecision()
    }
    #expect(try precision(1) != precision(10_000))
  }

  @Test func curvesHaveALineForEachRecallOfEachBinAndClass() throws {
    let evaluation = try evaluation(repeating: [Int](repeating: 1, count: Self.imageCount))
    let results = try evaluation.results()
    let rows = try evaluation.curvesCSV().split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows[0].joined(separator: ",") == "scope,name,recall,precision50,precision75,precision")
    #expect(rows.count == 1 + 101 * (4 + 3))
    let all = rows.filter { $0[1] == "\"all\"" }
    #expect(all.first?[2] == "0.00")
    #expect(all.last?[2] == "1.00")
    let allMean = all.compactMap { Double($0[5]) }.reduce(0, +) / 101
    let allPrecision: Double = results.averagePrecision() ?? .nan
    #expect(abs(allMean - allPrecision) < 1e-5)
    let first = rows.filter { $0[1] == "\"c1\"" }
    let firstMean = first.compactMap { Double($0[3]) }.reduce(0, +) / 101
    let firstPrecision: Double = results.classes[0].averagePrecision(.all, threshold: 0) ?? .nan
    #expect(abs(firstMean - firstPrecision) < 1e-5)
  }

  // MARK: - Seven images, three classes, random detections of distinct scores

  private func evaluation(repeating counts: [Int], without category: Int? = nil) throws -> DetectionEvaluation
  {
    var instances: [Instance] = [], ranges: [Range<Int>] = [], images: [ImageRecord] = []
    var found: [[DetectedInstance]] = []
    for (image, count) in counts.enumerated() {
      for _ in 0..<count {
        var random = SplitMix(seed: UInt64(image))
        let boxes = (0..<6).map { _ in
          Box(x: random.uniform(0..<50), y: random.uniform(0..<50), width: 12, height: 10)
        }
        let start = instances.count
        for (place, box) in boxes.enumerated() where (place + image) % 3 != 2 {
          instances.append(
            Instance(
              id: instances.count + 1, image: images.count, category: place % 3, box: box, area: 120,
              isCrowd: false))
        }
        ranges.append(start..<instances.count)
        images.append(
          ImageRecord(
            id: images.count + 1, fileName: "", width: 64, height: 64, negatives: [0, 1, 2],
            notExhaustive: image == 3 ? [1] : []))
        found.append(
          boxes.enumerated().flatMap { place, box in
            (0..<2).map { copy in
              DetectedInstance(
                category: copy == 1 ? (place + 1) % 3 : place % 3, score: random.uniform(0..<1),
                box: Box(
                  x: box.x + random.uniform(-3..<3), y: box.y + random.uniform(-3..<3), width: 12, height: 10)
              )
            }
          })
      }
    }
    let categories = zip(1..., [Frequency.rare, .common, .frequent]).map {
      Category(id: $0, name: "c\($0)", frequency: $1, imageCount: nil, instanceCount: nil)
    }
    let evaluation = DetectionEvaluation(
      Dataset(categories: categories, images: images, instances: instances, instanceRanges: ranges),
      rules: .lvis, task: .boxes, depth: .precision)
    for (image, detections) in found.enumerated() {
      try evaluation.add(detections.filter { $0.category != category }, image: image)
    }
    return evaluation
  }
}
