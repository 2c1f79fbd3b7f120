import Annotations
import Detection
import Events
import Foundation
import Images
import Recipes
import Testing

@testable import Training

/// The tiny images as a small Open Images: classes 1 and 3 are below class 2; a group in the first image, which people
/// found to show no class 3.
@Suite struct OpenImagesTrainingTests {
  private let data: TinyData
  private let cache: URL
  private var folder: URL { data.folder }

  init() throws {
    data = try TinyData(.boxes)
    cache = data.folder.appendingPathComponent("cache")
    try write("classes.csv", "/m/1,one\n/m/2,two\n/m/3,three\n")
    try write(
      "tree.json",
      """
      {"LabelName": "/m/0", "Subcategory": [{"LabelName": "/m/2", "Subcategory": [{"LabelName": "/m/1"}, \
      {"LabelName": "/m/3"}]}]}
      """)
    var boxes = "ImageID,LabelName,XMin,XMax,YMin,YMax,IsGroupOf\n"
    for index in 0..<6 {
      let (x, y, side) = (Double(4 + 5 * index), Double(30 - 4 * index), Double(16 + 2 * index))
      boxes += "\(index),/m/\(index % 3 + 1),\(x / 64),\((x + side) / 64),\(y / 64),\((y + side) / 64),0\n"
    }
    boxes += "0,/m/1,0.5,1,0,0.25,1\ngone,/m/1,0,1,0,1,0\n"
    try write("boxes.csv", boxes)
    try write("labels.csv", "ImageID,LabelName,Confidence\n0,/m/3,0\n")
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func recipe(_ loss: Recipe.Loss.Name = .federated, _ overrides: String...) throws -> Recipe {
    let path = { (name: String) in folder.appendingPathComponent(name).path }
    let files = ["train", "validation"].flatMap {
      ["data.\($0)_boxes=\(path("boxes.csv"))", "data.\($0)_labels=\(path("labels.csv"))"]
        + ["data.\($0)_images=\(folder.path)"]
    }
    let source = [
      "data.source=open-images", "data.classes=\(path("classes.csv"))", "data.hierarchy=\(path("tree.json"))",
      "data.rules=challenge", "data.detection_expansion=none", "detector.family=faster-rcnn",
    ]
    return try data.recipe(loss, []).applying(overrides: source + files + overrides)
  }

  private func source(_ recipe: Recipe) throws -> DataSources {
    guard case .openImages(let source) = recipe.data else { throw CancellationError() }
    return .openImages(source, cache: cache)
  }

  private func read(_ recipe: Recipe, _ recorder: Recorder = Recorder()) throws -> RunData {
    try RunData(
      source(recipe), recipe.loss, RunReporter(run: RunID("test"), emit: { recorder($0) }))
  }

  @Test func aSampleHasGroupsParentsAndAbsentClasses() throws {
    let read = try read(recipe())
    let reader = SampleReader(file: read.train, folder: read.trainImages, content: .boxes)
    let sample = try reader.sample(0, SideRule(shortSide: 128, longSideLimit: 128), flipped: true)
    #expect(sample.targets.classes == [0])
    #expect(sample.targets.boxes == [CornerBox(x1: 88, y1: 60, x2: 120, y2: 92)])
    #expect(sample.targets.impliedClasses == [[1]])
    #expect(sample.targets.groups == [CornerBox(x1: 0, y1: 0, x2: 64, y2: 32)])
    #expect(sample.targets.absentClasses == [2])
    let other = try reader.sample(1, SideRule(shortSide: 64, longSideLimit: 64), flipped: false)
    #expect(other.targets.impliedClasses == [[]] && other.targets.groups.isEmpty)
  }

  @Test func countsAndTruthsFollowTheTree() throws {
    let read = try read(recipe())
    #expect(read.frequencies.instanceCounts == [2, 6, 2])
    #expect(read.frequencies.imageCounts == [2, 6, 2])
    #expect(read.train.dataset.instances.count == 7)
    #expect(read.validation.dataset.instances.map(\.category) == [0, 1, 0, 1, 1, 2, 1, 0, 1, 1, 2, 1])
  }

  @Test func extentsAreMeasuredOnceAndMissingImagesLeftOut() throws {
    let recorder = Recorder()
    let first = try read(recipe(), recorder)
    #expect(first.train.dataset.images.map(\.fileName) == (0..<6).map { "\($0).jpg" })
    #expect(first.train.dataset.images.allSatisfy { $0.width == 64 && $0.height == 64 })
    #expect(recorder.logs(.warning).contains { $0.contains("1 of 7 images") })
    // From now on the cache answers: an image that changed its size is still 64 pixels wide there.
    try RGBImage(size: PixelSize(width: 32, height: 32), filledWith: [0, 0, 0])
      .writeJPEG(to: folder.appendingPathComponent("0.jpg"), quality: 90)
    #expect(try read(recipe()).train.dataset.images[0].width == 64)
    let files = try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)
    #expect(files.count == 1)
    try Data("rubbish\n7 x\n".utf8).write(to: files[0])
    #expect(try read(recipe()).train.dataset.images[0].width == 32)
  }

  @Test(arguments: [
    Recipe.Loss.Name.softmaxCrossEntropy, .federated, .equalizationV2, .seesaw, .effectiveClassMargin,
  ])
  func everyLossTrainsAndIsEvaluatedByOpenImagesRules(loss: Recipe.Loss.Name) throws {
    let recipe = try recipe(loss, "input.sampling=class-aware", "schedule.length=3 steps")
    let recorder = Recorder()
    let run = TrainingRun(
      recipe: recipe, sources: try source(recipe), ranks: .alone, folder: try data.run("run", recipe),
      isResumed: false,
      control: RunControl(), emit: { recorder($0) })
    #expect(run.run() == .finished)
    #expect(recorder.logs(.info).contains { $0.contains("AP50 by Open Images' rules") })
    let summary = recorder.evaluations.last?.summary ?? [:]
    #expect(summary[.openImagesPrecision] != nil)
    #expect(recorder.evaluations.last?.classes.allSatisfy { $0[.openImagesPrecision] != nil } == true)
  }

  /// A perfect detector, but for one detection of class 3 where people found none and one in the group.
  @Test(arguments: [(Recipe.OpenImages.Rules.challenge, 1.0), (.v2, 1.0)])
  func evaluationKnowsGroupsParentsAndVerifiedLabels(rules: Recipe.OpenImages.Rules, expected: Double) throws
  {
    let recipe = try recipe(.federated, "data.rules=\(rules.rawValue)", "data.detection_expansion=to-parents")
    guard case .openImages(let settings) = recipe.data else { throw CancellationError() }
    let data = try read(recipe)
    let dataset = data.validation.dataset
    func detections(_ image: Int, more: [Detection] = []) -> [Detection] {
      dataset.instances[dataset.instanceRanges[image]].filter { !$0.isCrowd && $0.category != 1 }.map {
        Detection($0.category, 0.9, $0.box)
      } + more
    }
    let inGroup = Detection(0, 0.95, Box(x: 36, y: 2, width: 20, height: 10))
    var matching = OpenImagesMatching(dataset, settings, rules: data.validation.rules)
    for image in dataset.images.indices {
      let own = dataset.instances[dataset.instanceRanges[image]].prefix([1, 4].contains(image) ? 1 : 0)
        .map { Detection(1, 0.9, $0.box) }
      matching.add(detections(image, more: own + (image == 0 ? [inGroup] : [])), image: image)
    }
    let results = try matching.results()
    #expect(results.averagePrecisions.allSatisfy { abs(($0 ?? 0) - expected) < 1e-9 })
    var wrong = OpenImagesMatching(dataset, settings, rules: data.validation.rules)
    for image in dataset.images.indices {
      let absent = Detection(2, 0.99, Box(x: 0, y: 0, width: 9, height: 9))
      wrong.add(detections(image, more: image == 0 || image == 1 ? [absent] : []), image: image)
    }
    let third = try #require(try wrong.results().averagePrecisions[2])
    // In image 1 nobody looked for class 3: the challenge does not count what is found there.
    #expect(abs(third - (rules == .challenge ? 2.0 / 3 : 0.5)) < 1e-9)
  }
}

extension Detection {
  fileprivate init(_ category: Int, _ score: Float, _ box: Box) {
    self.init(
      category: category, score: score,
      box: CornerBox(x1: Float(box.x), y1: Float(box.y), x2: Float(box.maxX), y2: Float(box.maxY)), mask: nil)
  }
}
