import Annotations
import CTorch
import Detection
import Events
import Foundation
import Losses
import Recipes
import StandIn
import Testing

@testable import Torch
@testable import Training

/// Training on a device whose memory the host cannot touch. It finds wrong devices, raw pointers and hidden waits; it says
/// nothing of CUDA's own kernels.
@Suite(.serialized) struct StandInTests {
  let data: TinyData
  let standIn = TrainingContext(device: StandInDevice.device, rank: 0, worldSize: 1)

  init() throws { data = try TinyData() }

  static let families = ["mask-rcnn", "faster-rcnn", "cascade-mask-rcnn", "cascade-rcnn"]

  /// Two steps, a file, a third step by a learner that has read it; then detections.
  @Test(arguments: families, Recipe.Loss.Name.allCases)
  func everyDetectorAndLossTrainsSavesResumesAndDetectsAsOnTheCPU(
    family: String, loss: Recipe.Loss.Name
  ) throws {
    let recipe = try data.recipe(
      loss, ["detector.family=\(family)", "evaluation.score_threshold=0.0001", "optimizer.lr=0.002"])
    let (cpu, device) = (try course(recipe, .cpu), try course(recipe, standIn))
    #expect(close(device.losses, cpu.losses))
    #expect(device.names == cpu.names)
    for (found, expected) in zip(device.weights, cpu.weights) { #expect(close(found, expected)) }
    #expect(device.detections.map(\.count) == cpu.detections.map(\.count))
    for (found, expected) in zip(device.detections, cpu.detections) {
      #expect(close(found.map { Double($0.score) }, expected.map { Double($0.score) }))
    }
  }

  private struct Course {
    var losses: [Double] = []
    var names: [String] = []
    var weights: [[Double]] = []
    var detections: [[Detection]] = []
  }

  private func course(_ recipe: Recipe, _ context: TrainingContext) throws -> Course {
    TorchRuntime.threadCount = 1
    let report = RunReporter(run: RunID("test")) { _ in }
    let runData = try RunData(data.sources, recipe.loss, report)
    let loader = try BatchLoader(
      runData, recipe, from: BatchPosition(), share: 0..<recipe.input.batchSize, report)
    var learner = try Learner(recipe, runData, Ranks(alone: context))
    var course = Course()
    func step(_ number: Int) throws {
      let outcome = try learner.step(loader.next(), number: number, learningRate: 0.001) { _ in }
      course.losses.append(outcome.values[.loss] ?? .nan)
    }
    try step(0)
    try step(1)
    let file = data.folder.appendingPathComponent("\(UUID().uuidString).pt").path
    try RunSnapshot(
      learner, progress: Progress(step: 2, stepsPerEpoch: 3, seconds: 1), position: loader.position,
      results: [:], regions: RegionCount(), recipe: recipe.text
    ).write(to: file)
    learner = try Learner(recipe, runData, Ranks(alone: context))
    try RunSnapshot(contentsOf: file).restore(learner)
    try step(2)
    let tensors = learner.model.parameters + learner.model.buffers + learner.model.lossState
    course.names = tensors.map(\.name)
    course.weights = tensors.map { $0.tensor.array(of: Double.self) }
    let batches = EvaluationLoader(
      runData.validation, runData.validationImages, batches: [[0, 1]], recipe.evaluation
    ) { _ in }
    while let batch = try batches.next() { course.detections += try learner.detections(batch) }
    return course
  }

  /// Whether each value is within 1e-5 of the largest.
  private func close(_ found: [Double], _ expected: [Double]) -> Bool {
    let scale = max(expected.map(abs).max() ?? 0, 1)
    return found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-5 * scale }
  }

  // MARK: - Waits

  /// The R50 recipe, slim, two images: the host waits at most 16 times a step, and never in backbone, pyramid and backward,
  /// where a wait would be an error.
  @Test func aStepWaitsSeldomAndNeverInBackboneOrBackward() throws {
    let recipe = try slimR50()
    let learner = try learner(recipe)
    let batch = try batch(recipe)
    var random = SamplingGenerator(seed: 1, step: 0, place: 0)
    let images = try withTorchErrors {
      ImageBatch(
        pixels: batch.pixels, sizes: batch.sizes, normalisation: .imageNet, device: StandInDevice.device)
    }
    // Once for what is made once: anchors.
    _ = try learner.model.losses(images, batch.targets, using: &random)
    _ = StandInDevice.takeWaits()
    StandInDevice.place("backbone", refusingWaits: true)
    let pass = try learner.model.losses(images, batch.targets, using: &random) { phase in
      StandInDevice.place("after \(phase.rawValue)")
    }
    StandInDevice.place("backward", refusingWaits: true)
    try withTorchErrors { pass.total.backward() }
    StandInDevice.place("")
    let forward = StandInDevice.takeWaits()

    StandInDevice.place("a whole step")
    _ = try learner.step(batch, number: 1, learningRate: 0.001) { _ in }
    let whole = StandInDevice.takeWaits().values.reduce(0, +)
    StandInDevice.place("")
    #expect(whole <= 16 && whole > 0, "\(whole) waits")
    // The table of waits, as the forward pass has them.
    let table = forward.sorted { "\($0.key)" < "\($1.key)" }.map { "\($0.value) × \($0.key)" }
    #expect(forward.values.reduce(0, +) <= 10, "\(table.joined(separator: "\n"))")
    Attachment.record(table.joined(separator: "\n") + "\n\(whole) in the whole step\n", named: "waits.txt")
  }

  /// The same in bf16.
  @Test func autocastWorksOnTheDevice() throws {
    let recipe = try slimR50("run.precision=bf16")
    let outcome = try learner(recipe).step(batch(recipe), number: 0, learningRate: 0.001) { _ in }
    #expect(outcome.notFinite == nil && (outcome.values[.loss] ?? .nan).isFinite)
  }

  private func slimR50(_ overrides: String...) throws -> Recipe {
    let path = data.folder.path
    return try Recipe(named: "lvis-ecm-r50-1x").applying(
      overrides: [
        "data.train_annotations=\(path)/boxes.json", "data.train_images=\(path)",
        "data.validation_annotations=\(path)/boxes.json", "data.validation_images=\(path)",
        "detector.backbone_width=8", "detector.pyramid_width=16", "detector.box_head_width=32",
        "input.batch=2", "input.sizes=[64]",
      ] + overrides)
  }

  private func learner(_ recipe: Recipe) throws -> Learner {
    try Learner(recipe, runData(recipe), Ranks(alone: standIn))
  }

  private func batch(_ recipe: Recipe) throws -> TrainingBatch {
    try BatchLoader(
      runData(recipe), recipe, from: BatchPosition(), share: 0..<2, RunReporter(run: RunID("test")) { _ in }
    ).next()
  }

  private func runData(_ recipe: Recipe) throws -> RunData {
    try RunData(data.sources, recipe.loss, RunReporter(run: RunID("test")) { _ in })
  }

  // MARK: - What the stand-in finds

  @Test func itFindsALossOnTheWrongDevice() throws {
    let recipe = try data.recipe()
    let runData = try runData(recipe)
    let configuration = DetectorConfiguration(recipe, classCount: 3)
    let detector = configuration.detector(
      classification: { EffectiveClassMarginLoss(margins: runData.margins, device: .cpu) },
      from: ParameterSource(seed: 1, device: StandInDevice.device))
    let batch = try batch(recipe)
    let images = try withTorchErrors {
      ImageBatch(
        pixels: batch.pixels, sizes: batch.sizes, normalisation: .imageNet, device: StandInDevice.device)
    }
    var random = SamplingGenerator(seed: 1)
    let error = #expect(throws: TorchError.self) {
      try detector.losses(images, batch.targets, using: &random)
    }
    #expect(error?.message.contains("same device") == true)
  }

  @Test func itFindsAReadOfItsMemoryAndNamesThePlace() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]
    ) {
      let tensor = Tensor([1.0, 2], device: StandInDevice.device)
      StandInDevice.place("a planted read")
      let pointer = ct_data(tensor.handle!)!
      Foundation.exit(pointer.load(as: Double.self) == 1 ? 0 : 1)
    }
    let told = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(told.contains("standin: host code touched device memory in \"a planted read\""))
  }

  @Test func itCountsAPlantedWaitAndRefusesItWhereNoneMayBe() throws {
    let tensor = Tensor([1.0, 2], device: StandInDevice.device)
    _ = StandInDevice.takeWaits()
    StandInDevice.place("planted")
    for _ in 0..<3 { #expect(try withTorchErrors { tensor.sum().item() } == 3) }
    #expect(try withTorchErrors { (tensor .> 1).nonzero().count } == 1)
    #expect(
      StandInDevice.takeWaits() == [
        .init(place: "planted", kind: "value", operation: "_local_scalar_dense"): 3,
        .init(place: "planted", kind: "shape", operation: "aten::nonzero"): 1,
      ])
    StandInDevice.place("no waits here", refusingWaits: true)
    defer { StandInDevice.place("") }
    let error = #expect(throws: TorchError.self) { try withTorchErrors { tensor.sum().item() } }
    #expect(error?.message.contains("no waits here") == true)
  }

  @Test func whatIsUploadedWithoutWaitingIsNotCounted() throws {
    _ = StandInDevice.takeWaits()
    let tensor = Tensor([1.0, 2], device: StandInDevice.device)
    #expect(StandInDevice.takeWaits().isEmpty)
    #expect(tensor.array(of: Double.self) == [1, 2])
    #expect(StandInDevice.takeWaits().keys.map(\.kind) == ["download"])
  }
}
