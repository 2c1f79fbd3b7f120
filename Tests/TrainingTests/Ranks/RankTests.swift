import Annotations
import Detection
import Events
import Foundation
import Losses
import Recipes
import RunStore
import Testing
import Torch

@testable import Training

/// A run does not depend on its layout: what one process comes to, several come to.
@Suite(.serialized) struct RankTests {
  let data: TinyData

  init() throws { data = try TinyData() }

  /// What a run of some steps comes to, as values that threads can hand over.
  struct Trace: Sendable {
    var losses: [Double] = []
    var regions: [RegionCount] = []
    var weights: [[Float]] = []
    var statistics: [String: [Double]] = [:]
    var margins: [Int: AttainedMargin] = [:]
  }

  /// Steps of four micro-batches by one, two and four ranks. Two of them: sums of other orders are rounded otherwise, and
  /// soon a region in a thousand is kept by one layout and not by the other.
  @Test(arguments: Recipe.Loss.Name.allCases)
  func layoutsGiveTheSameLossesStatisticsAndWeights(loss: Recipe.Loss.Name) throws {
    let recipe = try recipe(loss)
    let alone = try trace(recipe, steps: 2, Ranks(alone: .cpu))
    for count in loss == .effectiveClassMargin ? [2, 4] : [2] {
      let traces = try RankThreads.run(count) { [self] in try trace(recipe, steps: 2, $0) }
      for trace in traces { expectEqual(trace, alone, "\(loss.rawValue) by \(count) ranks") }
      #expect(traces.dropFirst().allSatisfy { $0.weights == traces[0].weights })
    }
  }

  private func recipe(_ loss: Recipe.Loss.Name, _ overrides: String...) throws -> Recipe {
    try data.recipe(
      loss, ["input.batch=8", "optimizer.lr=0.002", "detector.normalisation=batch"] + overrides)
  }

  private func trace(_ recipe: Recipe, steps: Int, _ ranks: Ranks) throws -> Trace {
    // As ranks have: sums over threads are rounded otherwise.
    TorchRuntime.threadCount = 1
    let runData = try RunData(data.sources, recipe.loss, RunReporter(run: RunID("test")) { _ in })
    let learner = try Learner(recipe, runData, ranks)
    let loader = try BatchLoader(
      runData, recipe, from: BatchPosition(), share: ranks.share(of: recipe.input),
      RunReporter(run: RunID("test")) { _ in })
    var margins = MarginMeter(classCount: 3)
    var trace = Trace()
    for step in 0..<steps {
      let outcome = try learner.step(loader.next(), number: step, learningRate: 0.002) { try margins.add($0) }
      trace.losses.append(outcome.values[.loss] ?? .nan)
      trace.regions.append(outcome.regions)
    }
    try margins.join(ranks)
    trace.margins = margins.take()
    trace.weights = (learner.model.parameters + learner.model.buffers).map { $0.tensor.array(of: Float.self) }
    for (name, tensor) in learner.model.lossState { trace.statistics[name] = tensor.array(of: Double.self) }
    return trace
  }

  private func expectEqual(_ found: Trace, _ expected: Trace, _ comment: Comment) {
    #expect(found.regions == expected.regions, comment)
    #expect(close(found.losses, expected.losses, 1e-5), comment)
    for (found, expected) in zip(found.weights, expected.weights) {
      #expect(close(found.map(Double.init), expected.map(Double.init), 1e-4), comment)
    }
    #expect(found.statistics.keys.sorted() == expected.statistics.keys.sorted(), comment)
    for (name, values) in expected.statistics {
      #expect(close(found.statistics[name] ?? [], values, 1e-5), "\(comment): \(name)")
    }
    #expect(found.margins.keys.sorted() == expected.margins.keys.sorted(), comment)
    for (label, margin) in expected.margins {
      let other = found.margins[label]
      #expect(
        close([other?.mean ?? .nan], [margin.mean], 1e-4) && other?.positives == margin.positives, comment)
    }
  }

  /// Whether each value is within a share of the largest.
  private func close(_ found: [Double], _ expected: [Double], _ tolerance: Double) -> Bool {
    let scale = max(expected.map(abs).max() ?? 0, 1e-3)
    return found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * scale }
  }

  @Test func aStepThatCannotBeDealtEvenlyIsRefused() throws {
    let ranks = Ranks(alone: TrainingContext(device: .cpu, rank: 0, worldSize: 3))
    let recipe = try recipe(.softmaxCrossEntropy)
    #expect(throws: RankError.uneven(microBatches: 4, ranks: 3)) { try ranks.share(of: recipe.input) }
  }

  /// The same run by one and by two ranks, evaluations included; both ranks end.
  @Test func aWholeRunOfTwoRanksEndsAsOneOfOne() throws {
    let recipe = try recipe(.softmaxCrossEntropy, "evaluation.interval=4 steps", "run.threads=1")
    let alone = Recorder()
    _ = try run(recipe, "alone", Ranks(alone: .cpu), alone)
    let recorder = Recorder()
    _ = try RankThreads.run(2) { [self] ranks in
      if ranks.isLeader {
        try run(recipe, "ranks", ranks, recorder)
      } else {
        try TrainingRun.follow(recipe, data.sources, ranks) { _ in }
      }
    }
    #expect(recorder.states.last == .finished, "\(recorder.logs(.error))")
    #expect(recorder.metrics.map(\.step) == alone.metrics.map(\.step))
    #expect(recorder.evaluations.map(\.step) == [4, 8])
    for (found, expected) in zip(recorder.metrics, alone.metrics).prefix(3) {
      #expect(close([found.values[.loss] ?? .nan], [expected.values[.loss] ?? .nan], 1e-5))
    }
  }

  private func run(_ recipe: Recipe, _ name: String, _ ranks: Ranks, _ recorder: Recorder) throws {
    _ = TrainingRun(
      recipe: recipe, sources: data.sources, ranks: ranks, folder: try data.run(name, recipe),
      isResumed: false, control: RunControl(), emit: { recorder($0) }
    ).run()
  }

  /// From equal weights, boxes and masks alike, to the last bit.
  @Test func anEvaluationByTwoRanksEqualsOneRanks() throws {
    let recipe = try recipe(
      .softmaxCrossEntropy, "evaluation.score_threshold=0", "input.batch=2", "input.micro_batch=1")
    let alone = try evaluation(recipe, Ranks(alone: .cpu))
    let ranked = try RankThreads.run(2) { [self] in try evaluation(recipe, $0) }
    #expect(ranked[0].count > 20 && ranked[0] == alone)
  }

  /// Every detection in the order of images, all numbers; followers have none.
  private func evaluation(_ recipe: Recipe, _ ranks: Ranks) throws -> [Double] {
    TorchRuntime.threadCount = 1
    let report = RunReporter(run: RunID("test")) { _ in }
    let runData = try RunData(data.sources, recipe.loss, report)
    let learner = try Learner(recipe, runData, ranks)
    let evaluator = Evaluator(runData, recipe, ranks)
    guard ranks.isLeader else {
      #expect(try ranks.next() == .evaluate)
      try evaluator.follow(learner)
      #expect(try ranks.next() == .end)
      return []
    }
    var found: [Double] = []
    let measured = try evaluator.measure(
      learner, report, found: { found += DetectionCoding.numbers(of: [($0.id, $1)]) }, while: { true })
    try ranks.lead(.end)
    let summary = try #require(measured).boxes.figures(.box)
    return found + summary.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isNaN }
  }

  @Test func restsAndNewsAreHeardHoweverLongTheyTake() throws {
    let heard = try RankThreads.run(3) { ranks in
      guard ranks.isLeader else { return [try ranks.hear("news", from: 0), "\(try ranks.next())"] }
      try ranks.tell("all well", as: "news")
      let inside = try ranks.whileOthersRest { try ranks.withOthers { "inside" } }
      try ranks.lead(.end)
      return [inside, ""]
    }
    #expect(heard == [["inside", ""], ["all well", "end"], ["all well", "end"]])
  }

  @Test func whatTheLeaderGivesUpIsNoRanksFault() throws {
    let isHeard = DispatchSemaphore(value: 0)
    let heard = try RankThreads.run(2) { ranks in
      if ranks.isLeader {
        ranks.tellFailure("no data")
        isHeard.wait()
        return ""
      }
      defer { isHeard.signal() }
      do { return try ranks.hear("recipe", from: 0) } catch { return "\(error)" }
    }
    #expect(heard[1] == "rank 0 has given up: no data")
  }

  @Test func numbersOfAnyCountAreGatheredInTheOrderOfRanks() throws {
    let gathered = try RankThreads.run(3) { ranks in
      try ranks.gather(Array(repeating: Double(ranks.context.rank), count: ranks.context.rank))
    }
    #expect(gathered == Array(repeating: [[], [1], [2, 2]], count: 3))
    let nothing = try RankThreads.run(2) { try $0.gather([]) }
    #expect(nothing == [[[], []], [[], []]])
  }

  @Test func torchrunsEnvironmentIsRead() {
    #expect(RankEnvironment([:]) == nil)
    #expect(RankEnvironment(["RANK": "2", "WORLD_SIZE": "2", "MASTER_ADDR": "a", "MASTER_PORT": "1"]) == nil)
    let environment = RankEnvironment([
      "RANK": "3", "WORLD_SIZE": "4", "LOCAL_RANK": "1", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "node",
      "MASTER_PORT": "29500", "TORCHELASTIC_RESTART_COUNT": "5", "TORCHELASTIC_USE_AGENT_STORE": "True",
    ])
    #expect(environment?.rank == 3 && environment?.localRank == 1 && environment?.restartCount == 5)
    #expect(environment?.meeting.name == "tailboard/5" && environment?.meeting.address == nil)
    #expect(environment?.meeting.serves == false)
  }

  @Test func detectionsComeThroughTheirNumbers() {
    let mask = RunLengthMask(height: 4, width: 5, counts: [3, 4, 13])
    let box = CornerBox(x1: 0.1, y1: 2, x2: 3, y2: 4.7)
    let images: [DetectionCoding.Image] = [
      (7, [Detection(category: 1202, score: 0.3, box: box, mask: mask)]), (8, []),
      (9, [Detection(category: 0, score: 1e-9, box: box, mask: nil)]),
    ]
    let back = DetectionCoding.images(in: DetectionCoding.numbers(of: images))
    #expect(back.map(\.index) == [7, 8, 9] && back.map(\.detections) == images.map(\.detections))
  }
}
