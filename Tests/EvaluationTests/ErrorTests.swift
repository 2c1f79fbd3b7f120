import Annotations
import Events
import Foundation
import JSON
import Testing

@testable import Evaluation

@Suite struct ErrorTests {
  /// tidecv 1.0.1 on random annotations and detections of COCO's form (crowds, ties, near misses, wrong classes,
  /// duplicates) and of LVIS's: ΔAP of each kind over all classes and of each class, and how many errors there are.
  @Test(
    arguments: ["coco1", "coco2", "lvis"],
    [("bbox", .boxes), ("segm", .masks)] as [(String, ResultsFile.Content)])
  func mendingEachKindAddsWhatTIDESays(name: String, type: (name: String, content: ResultsFile.Content))
    throws
  {
    let rules: BenchmarkRules = name == "lvis" ? .lvis : .coco
    let results = try FileEvaluation(
      truths: golden("tide-\(name)-annotations.json"), detections: [golden("tide-\(name)-results.json")],
      content: type.content, rules: rules, depth: .errors
    ).results
    let expected = try JSONParser().parse(Data(contentsOf: golden("tide-\(name)-expected.json")))
      .member(type.name)
    let all = try #require(results.errorSummary())
    var compared = 0
    for kind in ErrorKind.allCases {
      if rules == .coco { try expect(all.gain(kind), expected.member("dAP").member(kind.name)) }
      for result in results.classes where rules == .coco || result.truthCount > 0 {
        guard let gain = try expected.member("classes")["\(result.category.id)"]?[kind.name] else { continue }
        try expect(result.errors?.gain(kind), gain)
        compared += 1
      }
    }
    #expect(compared > 20)
    guard name == "coco1" else { return }
    for kind in [ErrorKind.duplicate, .missed] {
      #expect(try all.count(kind) == expected.member("counts").member(kind.name).integer())
    }
  }

  /// Of ten truths of class 0 six are detected under class 1's name, three under their own, one not at all.
  @Test func plantedConfusionsAreCounted() throws {
    let results = try evaluate(truths: 10) { index in
      switch index {
      case ..<6: [DetectedInstance(category: 1, score: 0.9, box: Self.place(index))]
      case 6..<9: [DetectedInstance(category: 0, score: 0.8, box: Self.place(index))]
      default: []
      }
    }
    let confusion = try #require(results.classes[0].confusion)
    #expect(confusion.lost == 7)
    #expect(confusion.takers == [.init(category: 1, count: 6)])
    #expect(results.classes[1].confusion?.sources == [.init(category: 0, count: 6)])
    #expect(results.lostObjects(of: .rare) == LostObjects(count: 7, takenBy: [.frequent: 6]))
    #expect(results.classes[0].errors?.count(.missed) == 1)
    #expect(results.classes[1].errors?.count(.classification) == 6)
    #expect(abs((results.classes[0].errors?.gain(.classification) ?? .nan) - (91.0 - 31) / 101) < 1e-9)
  }

  @Test func aTruthGoesToTheBestOfThoseThatLieOnIt() throws {
    let results = try evaluate(truths: 1) { index in
      [
        DetectedInstance(category: 1, score: 0.3, box: Self.place(index)),
        DetectedInstance(category: 2, score: 0.4, box: Self.place(index)),
      ]
    }
    #expect(results.classes[0].confusion?.takers == [.init(category: 2, count: 1)])
  }

  /// Each of four truths is found; two are found once more, at scores above one and below none of the others.
  @Test func plantedDuplicatesAreCountedWithWhatTheyCost() throws {
    let scores: [[Double]] = [[0.9, 0.85], [0.8, 0.75], [0.7], [0.6]]
    let results = try evaluate(truths: 4) { index in
      scores[index].map { DetectedInstance(category: 0, score: $0, box: Self.place(index)) }
        + (index == 3 ? [DetectedInstance(category: 0, score: 0.65, box: Self.place(5))] : [])
    }
    let accuracy = results.classes[0]
    #expect(accuracy.duplicates.count == 2)
    #expect(accuracy.errors?.count(.duplicate) == 2)
    #expect(accuracy.errors?.count(.background) == 1)
    // Of 4 × 3 pairs the first duplicate outranks three truths, the second two, the stray detection one.
    #expect(abs((accuracy.duplicates.rankingError ?? .nan) - 5.0 / 12) < 1e-12)
    #expect(abs((accuracy.ranking?.rankingError ?? .nan) - 6.0 / 12) < 1e-12)
    #expect(abs((accuracy.otherRankingError ?? .nan) - 1.0 / 12) < 1e-12)
    // 26 recall points to the first truth, 25 to each other: 1, 2/3, 3/5, 4/7; without duplicates 1, 1, 1, 4/5.
    let cost = (25 * (1.0 - 2.0 / 3) + 25 * (1 - 3.0 / 5) + 25 * (4.0 / 5 - 4.0 / 7)) / 101
    #expect(abs((accuracy.duplicates.gain ?? .nan) - cost) < 1e-9)
  }

  @Test func tiesOfTrueAndFalseCountHalfInBothPartsOfTheRankingError() throws {
    let results = try evaluate(truths: 1) { index in
      [0.5, 0.5].map { DetectedInstance(category: 0, score: $0, box: Self.place(index)) }
        + [DetectedInstance(category: 0, score: 0.5, box: Self.place(5))]
    }
    #expect(results.classes[0].duplicates.rankingError == 0.25)
    #expect(results.classes[0].otherRankingError == 0.25)
  }

  @Test func anImageWithoutDetectionsMissesItsTruths() throws {
    let results = try DetectionEvaluation(Self.dataset(truths: 3), rules: .lvis, task: .boxes, depth: .errors)
      .results()
    #expect(results.classes[0].errors?.count(.missed) == 3)
    #expect(results.classes[0].confusion?.lost == 3)
    #expect(results.classes[0].errors?.gain(.missed) == nil)
  }

  @Test func nothingIsJudgedUnlessAskedFor() throws {
    let results = try DetectionEvaluation(
      Self.dataset(truths: 3), rules: .lvis, task: .boxes, depth: .precision
    )
    .results()
    #expect(results.classes[0].errors == nil)
    #expect(results.errorSummary() == nil)
    #expect(!AccuracyReport(results, detail: .everyClass).lines.contains { $0.contains("duplicates") })
  }

  @Test func theReportSaysInWordsWhoTakesWhoseObjects() throws {
    let results = try evaluate(truths: 3) { index in
      [DetectedInstance(category: index == 0 ? 0 : 1, score: 0.9, box: Self.place(index))]
    }
    let lines = AccuracyReport(results, detail: .everyClass).lines
    #expect(lines.contains("c1 (r): loses to 2 of 2 c2"))
    #expect(lines.contains("c2 (f): takes of 2 c1"))
    #expect(lines.contains { $0.hasPrefix("rare") && $0.contains("2 (100%)") })
  }

  // MARK: - One image with truths of class 0 beside each other, known not to show classes 1 and 2

  private static func place(_ index: Int) -> Box { Box(x: Double(index) * 20, y: 0, width: 10, height: 10) }

  private static func dataset(truths: Int) -> Dataset {
    Dataset(
      categories: zip(1..., [Frequency.rare, .frequent, .common]).map {
        Category(id: $0, name: "c\($0)", frequency: $1, imageCount: nil, instanceCount: nil)
      },
      images: [
        ImageRecord(
          id: 1, fileName: "a.jpg", width: 400, height: 64, negatives: [1, 2], notExhaustive: [])
      ],
      instances: (0..<truths).map {
        Instance(id: $0 + 1, image: 0, category: 0, box: place($0), area: 100, isCrowd: false)
      },
      instanceRanges: [0..<truths])
  }

  private func evaluate(
    truths: Int, _ detections: (Int) -> [DetectedInstance]
  ) throws -> EvaluationResults {
    let evaluation = DetectionEvaluation(
      Self.dataset(truths: truths), rules: .lvis, task: .boxes, depth: .errors)
    try evaluation.add((0..<truths).flatMap(detections), image: 0)
    return try evaluation.results()
  }

  /// TIDE's numbers go from 0 to 100.
  private func expect(
    _ value: Double?, _ expected: JSONValue, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(abs(100 * (value ?? .nan) - (try expected.double())) < 1e-9, sourceLocation: sourceLocation)
  }
}
