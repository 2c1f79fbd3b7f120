import Annotations
import Testing

@testable import Evaluation

@Suite struct DetectionEvaluationTests {
  /// Worked by hand: the rare class is found at once, the frequent one at its second of two detections, whose
  /// IoU of 0.8 reaches seven of the ten thresholds.
  @Test func twoClasses() throws {
    let results = try evaluate([
      DetectedInstance(category: 0, score: 0.3, box: Self.square),
      DetectedInstance(category: 1, score: 0.9, box: Box(x: 50, y: 50, width: 10, height: 10)),
      DetectedInstance(category: 1, score: 0.8, box: Box(x: 0, y: 0, width: 10, height: 8)),
    ])
    let numbers = Dictionary(uniqueKeysWithValues: results.summary.map { ($0.name, $0.value) })
    expect(numbers["APr"], 1)
    expect(numbers["APf"], 0.35)
    expect(numbers["AP"], 0.675)
    expect(numbers["AP50"], 0.75)
    expect(numbers["AR@300"], 0.85)
    expect(numbers["APs"], 0.675)
    #expect(numbers["APm"] == .some(nil))
    #expect(numbers["APc"] == .some(nil))
    #expect(results.classes[2].averagePrecision == nil)
    #expect(results.classes[1].ranking?.oddsAgainst == 1)
  }

  @Test func onlyClassesKnownToBeThereOrNotCount() throws {
    let truth = DetectedInstance(category: 1, score: 0.5, box: Self.square)
    func precision(withFalse category: Int) throws -> Double? {
      try evaluate([DetectedInstance(category: category, score: 0.9, box: Self.square), truth])
        .classes[category].averagePrecision
    }
    #expect(try precision(withFalse: 2) == nil)
    #expect(try evaluate([truth]).classes[3].ranking == nil)
  }

  @Test func anImageMayBeFedAgain() throws {
    let evaluation = DetectionEvaluation(Self.dataset, rules: .lvis, task: .boxes, depth: .precision)
    try evaluation.add([], image: 0)
    expect(try evaluation.results().averagePrecision(), 0)
    try evaluation.add([DetectedInstance(category: 0, score: 1, box: Self.square)], image: 0)
    expect(try evaluation.results().averagePrecision(), 0.5)
  }

  @Test func onlyTheBestDetectionsOfAnImageTakePart() throws {
    let detections = [
      DetectedInstance(category: 2, score: 0.9, box: Self.square),
      DetectedInstance(category: 0, score: 0.8, box: Self.square),
      DetectedInstance(category: 1, score: 0.8, box: Self.square),
    ]
    let evaluation = DetectionEvaluation(
      Self.dataset, rules: .lvis(detectionsPerImage: 2), task: .boxes, depth: .precision)
    try evaluation.add(detections, image: 0)
    expect(try evaluation.results().averagePrecision(of: .rare), 1)
    expect(try evaluation.results().averagePrecision(of: .frequent), 0)
  }

  @Test func masksDecideInPlaceOfBoxes() throws {
    let truths = [
      RunLengthMask(polygons: [[0, 0, 0, 10, 10, 10, 10, 0]], height: 64, width: 64),
      RunLengthMask(polygons: [[0, 0, 0, 10, 5, 10, 5, 0]], height: 64, width: 64),
    ]
    let evaluation = DetectionEvaluation(
      Self.dataset, rules: .lvis, task: .masks(truths: truths), depth: .precision)
    try evaluation.add(
      (0..<2).map { DetectedInstance(category: $0, score: 0.5, box: Self.square) },
      masks: [truths[0], truths[0]], image: 0)
    let results = try evaluation.results()
    expect(results.averagePrecision(of: .rare), 1)
    expect(results.averagePrecision(of: .frequent), 0.1)
  }

  /// The image shows one object of class 0, one of class 1, none of class 3; of class 2 nothing is known.
  private static let dataset = Dataset(
    categories: zip(1..., [Frequency.rare, .frequent, .common, .common]).map {
      Category(id: $0, name: "c\($0)", frequency: $1, imageCount: nil, instanceCount: nil)
    },
    images: [
      ImageRecord(id: 1, fileName: "a.jpg", width: 64, height: 64, negatives: [3], notExhaustive: [])
    ],
    instances: (0..<2).map {
      Instance(id: $0 + 1, image: 0, category: $0, box: square, area: 100, isCrowd: false)
    },
    instanceRanges: [0..<2])

  private static let square = Box(x: 0, y: 0, width: 10, height: 10)

  private func evaluate(_ detections: [DetectedInstance]) throws -> EvaluationResults {
    let evaluation = DetectionEvaluation(Self.dataset, rules: .lvis, task: .boxes, depth: .precision)
    try evaluation.add(detections, image: 0)
    return try evaluation.results()
  }

  private func expect(
    _ value: Double??, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(abs((value.flatMap { $0 } ?? .nan) - expected) < 1e-9, sourceLocation: sourceLocation)
  }
}
