import Events
import Foundation
import Recipes
import RunStore
import Testing
import Torch

@testable import Training

/// Runs of a few steps with each loss.
@Suite(.serialized) struct LossRunTests {
  let data: TinyData

  init() throws { data = try TinyData() }

  @Test(arguments: Recipe.Loss.Name.allCases)
  func aResumedRunOfEveryLossEqualsOneThatWasNeverStopped(loss: Recipe.Loss.Name) throws {
    try expectResumable(data.recipe(loss, ["schedule.length=5 steps"]))
  }

  /// Each stage has a loss, and a memory, of its own.
  @Test(arguments: [Recipe.Loss.Name.equalizationV2, .equilibrium])
  func aResumedCascadeEqualsOneThatWasNeverStopped(loss: Recipe.Loss.Name) throws {
    try expectResumable(
      data.recipe(
        loss,
        ["schedule.length=5 steps", "detector.family=cascade-mask-rcnn"]))
  }

  private func expectResumable(_ recipe: Recipe) throws {
    let whole = Recorder()
    try train("whole", recipe, whole)
    #expect(whole.metrics.allSatisfy { $0.computed.values.allSatisfy(\.isFinite) })
    let control = RunControl()
    let first = Recorder { if $0.isStep(3) { control.send(.stop) } }
    try train("parts", recipe, first, control)
    let second = Recorder()
    try train("parts", recipe, second, isResumed: true)
    #expect(whole.metrics.count == 5 && second.metrics.count == 2)
    #expect((first.metrics + second.metrics).map(\.computed) == whole.metrics.map(\.computed))
    #expect(second.evaluations.map(\.summary) == whole.evaluations.map(\.summary))
  }

  @Test(arguments: [
    (Recipe.Loss.Name.balancedGroupSoftmax, "classifier", ["roi_heads.box_predictor.cls_score"]),
    (
      .equilibrium, "heads",
      ["roi_heads.box_predictor", "roi_heads.mask_head", "roi_heads.mask_predictor", "rpn"]
    ),
  ])
  func whatIsFrozenStaysBitForBit(loss: Recipe.Loss.Name, trained: String, parts: [String]) throws {
    // The baseline has the mask predictor that LOCE's authors give it.
    let mask = "detector.mask_predictor=normalised"
    let temperature = "detector.mask_predictor_temperature=20"
    let baseline = try data.recipe(.softmaxCrossEntropy, ["schedule.length=3 steps", mask, temperature])
    let start = try train("baseline", baseline, Recorder())
    let recorder = Recorder()
    let recipe = try data.recipe(
      loss,
      [
        "schedule.length=4 steps", "detector.weights=\(start)", "detector.trained=\(trained)", mask,
        temperature,
      ])
    let (before, after) = try (tensors(start), tensors(train("decoupled", recipe, recorder)))
    #expect(recorder.logs(.info).contains { $0.contains("tensors loaded") })
    for (name, tensor) in after {
      let isTrained = parts.contains { name.hasPrefix($0 + ".") }
      let isEqual = tensor.bytes == before[name]?.bytes
      #expect(isEqual != isTrained, "\(name)")
    }
  }

  /// One epoch of three batches of two images, 16 boxes around the one object of each: 32 regions of each of three classes,
  /// before the first step. From then on two objects a step.
  @Test func theMemoryIsFilledBeforeTheFirstStep() throws {
    let recorder = Recorder()
    let recipe = try data.recipe(.equilibrium, ["schedule.length=3 steps"])
    #expect(try remembered(train("filled", recipe, recorder)) == 192)
    #expect(recorder.phases.contains("filling the memory, batch 1 of 3"))
    let bare = try data.recipe(.equilibrium, ["schedule.length=3 steps", "loss.prefill=0 epochs"])
    #expect(try remembered(train("bare", bare, Recorder())) == 96)
  }

  @Test func aStopIsAnsweredWhileTheMemoryIsFilled() throws {
    let control = RunControl()
    control.send(.stop)
    let recorder = Recorder()
    let recipe = try data.recipe(.equilibrium, ["schedule.length=3 steps"])
    #expect(try remembered(train("stopped", recipe, recorder, control)) == 32)
    #expect(recorder.metrics.isEmpty)
  }

  /// How many regions a checkpoint's loss remembers.
  private func remembered(_ checkpoint: String) throws -> Int {
    try loss(checkpoint).filter { $0.key.hasPrefix("memory.features") }.map { $0.value.size(0) }.reduce(0, +)
  }

  private func loss(_ checkpoint: String) throws -> [String: Tensor] {
    let content = try CheckpointValue.read(from: URL(fileURLWithPath: checkpoint))
    return Dictionary(content["loss"]?.tensors ?? []) { $1 }
  }

  @Test func whatTheMemoryHoldsIsLogged() throws {
    let recorder = Recorder()
    try train("run", data.recipe(.equilibrium, ["schedule.length=3 steps"]), recorder)
    // 80 regions × (16 × 7 × 7 + 4) × 4 bytes = 252 kB a class, three classes.
    #expect(
      recorder.logs(.info).contains(
        "loce: remembers 80 regions of each class seen: 0.3 MB a class, at most 0.8 MB"))
    #expect(recorder.logs(.info).contains("loce: 3 classes remembered, 0.8 MB"))
  }

  /// Trains, and returns the newest checkpoint's path.
  @discardableResult
  private func train(
    _ name: String, _ recipe: Recipe, _ recorder: Recorder, _ control: RunControl = RunControl(),
    isResumed: Bool = false
  ) throws -> String {
    let path = data.folder.appendingPathComponent(name).path
    let folder = isResumed ? try RunFolder(openingTest: path) : try data.run(name, recipe)
    let state = TrainingRun(
      recipe: recipe, sources: data.sources, ranks: .alone, folder: folder, isResumed: isResumed,
      control: control,
      emit: { recorder($0) }
    ).run()
    #expect(state == .finished || state == .stopped, "\(recorder.logs(.error))")
    return try #require(try CheckpointShelf(folder, keeping: 3).all().last).path
  }

  private func tensors(_ checkpoint: String) throws -> [String: Tensor] {
    let content = try CheckpointValue.read(from: URL(fileURLWithPath: checkpoint))
    return Dictionary(try #require(content["model"]?.tensors)) { $1 }
  }
}

extension Tensor {
  fileprivate var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}
