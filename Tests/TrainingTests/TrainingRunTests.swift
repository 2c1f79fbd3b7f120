import Events
import Foundation
import Recipes
import RunStore
import Testing

@testable import Training

@Suite(.serialized) struct TrainingRunTests {
  let data: TinyData

  init() throws { data = try TinyData() }

  @Test func aRunTellsEverythingInOrder() throws {
    let recorder = Recorder()
    let state = try train("run", recorder)
    #expect(state == .finished)
    #expect(recorder.metrics.map(\.step) == Array(1...8))
    #expect(
      recorder.states == [.starting, .running, .evaluating, .running, .checkpointing, .running, .finished])
    #expect(recorder.checkpointSteps == [8])
    #expect(recorder.evaluations.map(\.step) == [8])
    #expect(recorder.evaluations[0].classes.count == 3)
    #expect(recorder.evaluations[0].summary[.averagePrecision(.box, bin: .rare)] != nil)
    #expect(!recorder.margins.isEmpty)
    let keys = Set(recorder.metrics[0].values.keys)
    #expect(
      keys.isSuperset(of: [
        .loss, .lossClassification, .lossBox, .lossMask, .lossObjectness, .lossProposalBox, .learningRate,
        .gradientNorm, .throughput, .stepTime, .dataWait, .backgroundToForeground,
      ]))
    guard case .started(let description) = recorder.bodies.first(where: { $0.isStarted }) else {
      Issue.record("the run was never announced")
      return
    }
    #expect(description.totalSteps == 8)
    #expect(description.backgroundToForeground == 6.3313)
    #expect(description.stepsPerEpoch == 3)
    #expect(description.classes.map(\.instanceCount) == [2, 2, 2])
  }

  @Test(arguments: ["faster-rcnn", "cascade-rcnn"])
  func boxesAloneTrainADetectorOfBoxesAndAreEvaluatedWithoutMasks(family: String) throws {
    let boxes = try TinyData(.boxes)
    let recipe = try boxes.recipe("detector.family=\(family)")
    let recorder = Recorder()
    let state = TrainingRun(
      recipe: recipe, sources: boxes.sources, ranks: .alone, folder: try boxes.run(family, recipe),
      isResumed: false,
      control: RunControl(), emit: { recorder($0) }
    ).run()
    #expect(state == .finished)
    #expect(recorder.metrics.allSatisfy { $0.values[.lossBox] != nil && $0.values[.lossMask] == nil })
    let summary = try #require(recorder.evaluations.last).summary
    #expect(summary.keys.contains { $0.name.hasPrefix("bbox/") })
    #expect(!summary.keys.contains { $0.name.hasPrefix("segm/") })
  }

  @Test func aMaskDetectorOnBoxesAloneNamesTheFamiliesThatTrainOnThem() throws {
    let boxes = try TinyData(.boxes)
    let recipe = try boxes.recipe()
    let recorder = Recorder()
    let state = TrainingRun(
      recipe: recipe, sources: boxes.sources, ranks: .alone, folder: try boxes.run("masks", recipe),
      isResumed: false,
      control: RunControl(), emit: { recorder($0) }
    ).run()
    #expect(state == .failed)
    #expect(recorder.logs(.error).contains { $0.contains("set detector.family to \"faster-rcnn\"") })
  }

  @Test func aResumedRunEqualsOneThatWasNeverStopped() throws {
    let whole = Recorder()
    try train("whole", whole)
    let control = RunControl()
    let first = Recorder { if $0.isStep(4) { control.send(.stop) } }
    #expect(try train("parts", first, control) == .stopped)
    #expect(first.metrics.count == 4)
    let second = Recorder()
    #expect(try train("parts", second, isResumed: true) == .finished)
    #expect((first.metrics + second.metrics).map(\.computed) == whole.metrics.map(\.computed))
    #expect(second.evaluations.map(\.summary) == whole.evaluations.map(\.summary))
  }

  @Test func aRunKilledBeforeItsFirstCheckpointBeginsAnew() throws {
    let whole = Recorder()
    try train("whole", whole)
    _ = try data.run("killed", data.recipe())
    let again = Recorder()
    try train("killed", again, isResumed: true)
    #expect(again.metrics.map(\.computed) == whole.metrics.map(\.computed))
    #expect(again.logs(.warning) == ["the run has no checkpoint: it begins anew"])
  }

  @Test func aDamagedCheckpointGivesWayToTheOneBefore() throws {
    let whole = Recorder()
    let recipe = try data.recipe("run.checkpoint_interval=3 steps")
    try train("run", whole, recipe: recipe)
    #expect(whole.checkpointSteps == [3, 6, 8])
    let folder = try RunFolder(openingTest: data.folder.appendingPathComponent("run").path)
    for checkpoint in try CheckpointShelf(folder, keeping: 3).all().suffix(2) {
      let handle = try #require(FileHandle(forWritingAtPath: checkpoint.path))
      try handle.truncate(atOffset: 1000)
    }
    let again = Recorder()
    try train("run", again, recipe: recipe, isResumed: true)
    #expect(again.metrics.map(\.step) == Array(4...8))
    #expect(again.metrics.map(\.computed) == whole.metrics.suffix(5).map(\.computed))
    #expect(again.logs(.warning).count == 2)
  }

  @Test func aRunWhoseCheckpointsCannotBeReadFailsAndLeavesThem() throws {
    let recipe = try data.recipe("run.checkpoint_interval=3 steps")
    try train("run", Recorder(), recipe: recipe)
    let folder = try RunFolder(openingTest: data.folder.appendingPathComponent("run").path)
    let newest = folder.checkpoints + "/step-9-01234567.pt"
    try FileManager.default.createDirectory(atPath: newest, withIntermediateDirectories: false)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.checkpoints).sorted()
    let again = Recorder()
    #expect(try train("run", again, recipe: recipe, isResumed: true) == .failed)
    #expect(again.metrics.isEmpty && again.logs(.error).first?.contains("cannot read \(newest)") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.checkpoints).sorted() == names)
  }

  /// A file in the place of the checkpoints' folder takes nothing, whoever asks.
  @Test func aRunThatCannotSaveItsEndIsNotFinishedAndItsWeightsAreElsewhere() throws {
    let elsewhere = data.folder.appendingPathComponent("elsewhere").path
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: false)
    let recipe = try data.recipe("run.fallback_folder=\(elsewhere)")
    let folder = try data.run("run", recipe)
    let recorder = Recorder { body in
      guard body.isStep(7) else { return }
      try? FileManager.default.removeItem(atPath: folder.checkpoints)
      try? Data().write(to: URL(fileURLWithPath: folder.checkpoints))
    }
    let run = TrainingRun(
      recipe: recipe, sources: data.sources, ranks: .alone, folder: folder, isResumed: false,
      control: RunControl(),
      emit: { recorder($0) })
    guard case .unsaved(let sentence) = run.run() else {
      Issue.record("the run says that all is well")
      return
    }
    #expect(recorder.states.last == .failed && !recorder.states.contains(.finished))
    let kept = try #require(recorder.bodies.compactMap(\.checkpointPath).last)
    #expect(kept.hasPrefix(elsewhere) && sentence.contains(kept) && sentence.contains(folder.checkpoints))
    // What the sentence says to do.
    try FileManager.default.removeItem(atPath: folder.checkpoints)
    try FileManager.default.createDirectory(atPath: folder.checkpoints, withIntermediateDirectories: false)
    let name = URL(fileURLWithPath: kept).lastPathComponent
    try FileManager.default.moveItem(atPath: kept, toPath: folder.checkpoints + "/" + name)
    let again = Recorder()
    #expect(try train("run", again, recipe: recipe, isResumed: true) == .finished)
    #expect(again.metrics.isEmpty)
  }

  @Test func aRunThatCanSaveNowhereSaysThatItsLastStepIsLost() throws {
    let recipe = try data.recipe("run.fallback_folder=\(data.folder.path)/nowhere")
    let path = data.folder.path + "/run"
    let recorder = Recorder { body in
      if body.isStep(7) { try? FileManager.default.removeItem(atPath: path) }
    }
    guard case .unsaved(let sentence) = try train("run", recorder, recipe: recipe) else {
      Issue.record("the run says that all is well")
      return
    }
    #expect(sentence.contains("step 8 is lost") && sentence.contains("nowhere"))
  }

  @Test func aShortOutageOfStorageCostsNothing() throws {
    let whole = Recorder()
    try train("whole", whole, recipe: data.recipe("schedule.length=12 steps"))
    let images = (0..<6).map { data.folder.appendingPathComponent("\($0).jpg") }
    let recorder = Recorder { body in
      if body.isStep(2) {
        for image in images {
          try? FileManager.default.moveItem(at: image, to: image.appendingPathExtension("away"))
        }
      }
      guard case .log(.warning, let text) = body, text.contains("the next try is in 1 s") else { return }
      for image in images {
        try? FileManager.default.moveItem(at: image.appendingPathExtension("away"), to: image)
      }
    }
    #expect(try train("run", recorder, recipe: data.recipe("schedule.length=12 steps")) == .finished)
    #expect(recorder.metrics.map(\.computed) == whole.metrics.map(\.computed))
    #expect(recorder.logs(.info).contains("the images are there again, after 1 s"))
  }

  @Test func pausesGrowToAMinuteUntilThePatienceIsOver() {
    var outage = StorageOutage()
    let pauses = (0..<12).map { _ in outage.nextPause(atMost: 200) }
    #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60, 17, nil, nil, nil] && outage.waited == 200)
    var none = StorageOutage()
    #expect(none.nextPause(atMost: 0) == nil)
  }

  @Test func aStopWhileImagesAreAwaySavesTheLastStep() throws {
    let images = (0..<6).map { data.folder.appendingPathComponent("\($0).jpg") }
    let control = RunControl()
    let recorder = Recorder { body in
      if body.isStep(2) {
        for image in images { try? FileManager.default.removeItem(at: image) }
      }
      if case .log(.warning, let text) = body, text.contains("waits for its images") { control.send(.stop) }
    }
    let ending = try train("run", recorder, control, recipe: data.recipe("schedule.length=12 steps"))
    #expect(ending == .stopped)
    #expect(recorder.checkpointSteps == [try #require(recorder.metrics.last).step])
  }

  @Test func aRunWhoseImagesGoAwaySavesItsLastStepFirst() throws {
    let whole = Recorder()
    try train("whole", whole, recipe: data.recipe("schedule.length=12 steps", "run.storage_patience=0"))
    let images = (0..<6).map { data.folder.appendingPathComponent("\($0).jpg") }
    let recipe = try data.recipe("schedule.length=12 steps", "run.storage_patience=0")
    let recorder = Recorder { body in
      guard body.isStep(2) else { return }
      for image in images {
        try? FileManager.default.moveItem(at: image, to: image.appendingPathExtension("away"))
      }
    }
    #expect(try train("run", recorder, recipe: recipe) == .failed)
    let last = try #require(recorder.metrics.last).step
    #expect(last < 12 && recorder.checkpointSteps == [last])
    for image in images {
      try FileManager.default.moveItem(at: image.appendingPathExtension("away"), to: image)
    }
    let again = Recorder()
    #expect(try train("run", again, recipe: recipe, isResumed: true) == .finished)
    #expect(again.metrics.map(\.computed) == whole.metrics.dropFirst(last).map(\.computed))
  }

  @Test func requestsAreAnsweredBetweenSteps() throws {
    let control = RunControl()
    let recorder = Recorder { body in
      if body.isStep(2) {
        for request in [ControlRequest.checkpoint, .evaluate, .pause] { control.send(request) }
      }
      if body == .state(.paused) { control.send(.resume) }
      if body.isStep(5) { control.send(.stop) }
    }
    #expect(try train("run", recorder, control) == .stopped)
    #expect(recorder.metrics.map(\.step) == Array(1...5))
    #expect(recorder.checkpointSteps == [2, 5])
    #expect(recorder.evaluations.map(\.step) == [2])
    #expect(
      recorder.states == [
        .starting, .running, .checkpointing, .running, .evaluating, .pausing, .paused, .evaluating, .running,
        .stopping, .stopped,
      ])
  }

  @Test func requestsComeThroughTheRunFolderAndEachIsAnswered() throws {
    let recipe = try data.recipe()
    let folder = try data.run("run", recipe)
    let ada = Requester(user: "ada", host: "login1", through: "pts/3")
    let asked = [ControlRequest.evaluate, .pause, .checkpoint, .resume, .stop].map {
      AskedRequest($0, by: ada)
    }
    let recorder = Recorder { body in
      if body.isStep(2) { for request in asked[..<2] { ask(folder, request) } }
      if case .answered(.pause, _) = body { for request in asked[2..<4] { ask(folder, request) } }
      if body.isStep(3) { ask(folder, asked[4]) }
    }
    let run = TrainingRun(
      recipe: recipe, sources: data.sources, ranks: .alone, folder: folder, isResumed: false,
      control: RunControl(),
      emit: { recorder($0) })
    #expect(run.run() == .stopped)
    let taken = recorder.bodies.compactMap { if case .asked(let asked) = $0 { asked } else { nil } }
    #expect(taken.sorted { $0.id < $1.id } == asked.sorted { $0.id < $1.id })
    let answered = recorder.bodies.compactMap { if case .answered(_, let id) = $0 { id } else { nil } }
    #expect(Set(answered) == Set(asked.map(\.id)) && answered.count == asked.count)
    #expect(recorder.evaluations.map(\.step) == [2])
    #expect(
      recorder.checkpointSteps.first == 2 && recorder.metrics.last?.step == recorder.checkpointSteps.last)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.requests).isEmpty)
  }

  @Test func aStopIsAnsweredOnceItsCheckpointIsSaved() throws {
    let control = RunControl()
    let recorder = Recorder { if $0.isStep(2) { control.send(.stop) } }
    #expect(try train("run", recorder, control) == .stopped)
    let ending = recorder.bodies.drop { $0 != .state(.stopping) }.map(\.kindName)
    #expect(ending == ["state", "checkpoint", "answered", "state"])
  }

  @Test func aResumeDuringAnEvaluationInAPauseEndsThePause() throws {
    let control = RunControl()
    let recorder = Recorder { body in
      if body.isStep(2) { control.send(.pause) }
      if body == .state(.paused) { control.send(.evaluate) }
      if case .evaluating(done: 2, _) = body { control.send(.resume) }
      if body.isStep(4) { control.send(.stop) }
    }
    #expect(try train("run", recorder, control) == .stopped)
    #expect(recorder.metrics.map(\.step) == Array(1...4))
  }

  @Test func aRunStoppedInItsStartUpDoesNoStep() throws {
    let control = RunControl()
    control.beginStartUp { _ in }
    let recorder = Recorder { if $0 == .phase("building the model") { control.send(.stop) } }
    #expect(try train("run", recorder, control) == .stopped)
    #expect(recorder.metrics.isEmpty && recorder.checkpointSteps.isEmpty)
  }

  @Test func aStopIsAnsweredDuringAnEvaluation() throws {
    let control = RunControl()
    let recorder = Recorder { if case .evaluating(done: 2, _) = $0 { control.send(.stop) } }
    let recipe = try data.recipe("evaluation.interval=3 steps")
    #expect(try train("run", recorder, control, recipe: recipe) == .stopped)
    #expect(recorder.metrics.map(\.step) == Array(1...3))
    #expect(recorder.evaluations.isEmpty)
    #expect(recorder.checkpointSteps == [3])
  }

  @Test func stepsThatAreNotFiniteAreCountedUntilTheyAreTooMany() throws {
    let recorder = Recorder()
    let recipe = try data.recipe(
      "optimizer.lr=1e30", "optimizer.clip_norm=0", "schedule.length=40 steps", "schedule.warm_up_from=1.0",
      "run.checkpoint_interval=5 steps")
    #expect(try train("run", recorder, recipe: recipe) == .failed)
    #expect(recorder.logs(.warning).count == BadSteps.limit - 1)
    #expect(recorder.logs(.error).count == 1)
    #expect(recorder.logs(.error)[0].contains("has not been finite for 10 steps"))
    #expect(recorder.checkpointSteps.isEmpty)
  }

  /// A file size limit stands for a full disk: the same failing write, in a process of its own.
  @Test func aFullDiskCostsCheckpointsAndNothingElse() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let data = try TinyData()
      let recipe = try data.recipe("run.checkpoint_interval=1 step")
      let folder = try data.run("run", recipe)
      let recorder = Recorder {
        if $0.isStep(2) { limitFiles(to: 10_000) }
        if $0.isStep(6) { limitFiles(to: .max) }
      }
      let run = TrainingRun(
        recipe: recipe, sources: data.sources, ranks: .alone, folder: folder, isResumed: false,
        control: RunControl(),
        emit: { recorder($0) })
      precondition(run.run() == .finished)
      precondition(recorder.checkpointSteps == [1, 6, 7, 8], "\(recorder.checkpointSteps)")
      precondition(recorder.logs(.error).count == 4, "\(recorder.logs(.error))")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.checkpoints)
      precondition(files.count == 3, "\(files)")
    }
  }

  @Test func aMissingAnnotationFileEndsTheRunWithItsName() throws {
    let recorder = Recorder()
    let recipe = try data.recipe()
    let nowhere = Recipe.AnnotatedImages(annotations: "/nowhere/lvis.json", images: "/nowhere")
    let run = TrainingRun(
      recipe: recipe, sources: .files(train: nowhere, validation: nowhere), ranks: .alone,
      folder: try data.run("run", recipe), isResumed: false, control: RunControl(), emit: { recorder($0) })
    #expect(run.run() == .failed)
    #expect(recorder.logs(.error).first?.contains("/nowhere/lvis.json") == true)
    #expect(recorder.states == [.starting, .failed])
  }

  @Test func aMissingAndATruncatedImageAreToldAndPassedOver() throws {
    try FileManager.default.removeItem(at: data.folder.appendingPathComponent("0.jpg"))
    let handle = try FileHandle(forWritingTo: data.folder.appendingPathComponent("1.jpg"))
    try handle.truncate(atOffset: 100)
    let recorder = Recorder()
    #expect(try train("run", recorder) == .finished)
    #expect(recorder.metrics.count == 8)
    let warnings = recorder.logs(.warning)
    #expect(warnings.contains { $0.contains("0.jpg") })
    #expect(warnings.contains { $0.contains("1.jpg") })
    #expect(recorder.evaluations.count == 1)
  }

  @Test func aFewImagesAreLearntByHeart() throws {
    let recorder = Recorder()
    let recipe = try data.recipe(
      "schedule.length=120 steps", "schedule.warm_up=10 steps", "optimizer.lr=0.02", "input.flip=0.0")
    try train("run", recorder, recipe: recipe)
    let losses = recorder.metrics.compactMap { $0.values[.loss] }
    let (first, last) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
    #expect(last < first / 3, "\(first / 5) → \(last / 5)")
  }

  @discardableResult
  private func train(
    _ name: String, _ recorder: Recorder, _ control: RunControl = RunControl(), recipe: Recipe? = nil,
    isResumed: Bool = false
  ) throws -> RunEnding {
    let recipe = try recipe ?? data.recipe()
    let path = data.folder.appendingPathComponent(name).path
    let folder =
      FileManager.default.fileExists(atPath: path)
      ? try RunFolder(openingTest: path) : try data.run(name, recipe)
    return TrainingRun(
      recipe: recipe, sources: data.sources, ranks: .alone, folder: folder, isResumed: isResumed,
      control: control,
      emit: { recorder($0) }
    ).run()
  }
}

extension RunFolder {
  /// A folder whose events were recorded elsewhere.
  init(openingTest path: String) throws {
    try Data().write(to: URL(filePath: path + "/events.jsonl"))
    try self.init(opening: path)
  }
}

extension RunEvent.Body {
  fileprivate var kindName: String {
    switch self {
    case .state: "state"
    case .checkpoint: "checkpoint"
    case .answered: "answered"
    default: "other"
    }
  }

  fileprivate var checkpointPath: String? { if case .checkpoint(_, let path, _) = self { path } else { nil } }

  fileprivate var isStarted: Bool { if case .started = self { true } else { false } }
}

/// Asks as another process does.
private func ask(_ folder: RunFolder, _ asked: AskedRequest) {
  #expect(throws: Never.self) { try folder.ask(asked) }
}

private func limitFiles(to bytes: rlim_t) {
  var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}
