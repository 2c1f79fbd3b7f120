import Annotations
import Detection
import Foundation
import Images
import Synchronization
import Testing

@testable import Recipes
@testable import Training

@Suite struct LoaderTests {
  private let folder: SceneFolder

  init() throws { folder = try SceneFolder() }

  // MARK: - Training

  @Test func theSameSeedGivesTheSameBatchesHoweverTheQueuesAreTimed() throws {
    let file = try write(count: 9)
    let (first, again) = (try loader(file), try loader(file))
    for _ in 0..<12 {
      let (one, other) = (try first.next(), try again.next())
      #expect(one.images == other.images)
      #expect(one.pixels == other.pixels)
      #expect(one.targets == other.targets)
    }
  }

  @Test func aLoaderResumesAtTheBatchItsCheckpointNames() throws {
    let file = try write(count: 9)
    let whole = try loader(file)
    for _ in 0..<7 { _ = try whole.next() }
    let resumed = try loader(file, from: whole.position)
    for _ in 0..<7 {
      let (one, other) = (try whole.next(), try resumed.next())
      #expect(one.images == other.images)
      #expect(one.pixels == other.pixels)
      #expect(whole.position == resumed.position)
    }
  }

  @Test func ranksLoadTheirOwnPartsOfTheSameBatches() throws {
    let file = try write(count: 7)
    let (whole, first, second) = (
      try loader(file), try loader(file, share: 0..<1), try loader(file, share: 1..<2)
    )
    for _ in 0..<8 {
      let (batch, own, others) = (try whole.next(), try first.next(), try second.next())
      #expect(own.images + others.images == batch.images)
      #expect(own.pixels + others.pixels == batch.pixels && own.sizes + others.sizes == batch.sizes)
      #expect(whole.position == first.position && whole.position == second.position)
    }
  }

  @Test func sizesAndFlipsVaryAndTargetsFollow() throws {
    let loader = try loader(try write(count: 9))
    var sizes: Set<ImageSize> = [], boxes: Set<Float> = []
    for _ in 0..<12 {
      let batch = try loader.next()
      sizes.formUnion(batch.sizes)
      for (index, size) in batch.sizes.enumerated() where size.height == 32 {
        #expect(batch.pixels[index].count == 3 * size.height * size.width)
        #expect(batch.targets[index].masks.count == 1)
        boxes.insert(batch.targets[index].boxes[0].x1)
      }
    }
    #expect(Set(sizes.map(\.height)) == [32, 48])
    #expect(boxes.count == 2)
  }

  @Test func missingAndTruncatedImagesAreReplacedAndSaidOnce() throws {
    let file = try write(count: 6)
    try FileManager.default.removeItem(at: folder.image(2))
    try Data(try Data(contentsOf: folder.image(4)).dropLast(200)).write(to: folder.image(4))
    var said: [String] = []
    let loader = try loader(file) { said.append($0) }
    for _ in 0..<15 { #expect(Set(try loader.next().images).isDisjoint(with: [2, 4])) }
    #expect(said.sorted().map { $0.contains("no such image") } == [true, false])
    #expect(said.contains { $0.contains("Premature end of JPEG file") })
    #expect(loader.skippedCount > 2)
  }

  @Test func anImageOfAnotherSizeThanAnnotatedIsReplaced() throws {
    let file = try write(count: 4)
    try RGBImage(size: .upright, filledWith: SIMD3(1, 2, 3)).writeJPEG(to: folder.image(1), quality: 90)
    var said: [String] = []
    let loader = try loader(file) { said.append($0) }
    for _ in 0..<4 { _ = try loader.next() }
    #expect(said.count == 1)
    #expect(said.first?.contains("48×64, but its annotations are for 64×48") == true)
  }

  @Test func anObjectWithABadMaskIsLeftOutAndSaid() throws {
    let good = SceneFolder.Object(category: 1, box: [4, 4, 8, 8])
    let bad = SceneFolder.Object(category: 2, box: [8, 8, 8, 8], segmentation: "[[1, 2]]")
    var said: [String] = []
    let loader = try loader(try folder.write([(.wide, [good, bad])])) { said.append($0) }
    for _ in 0..<3 { #expect(try loader.next().targets.map(\.classes) == [[1], [1]]) }
    #expect(said.count == 1)
    #expect(said.first?.contains("annotation 2: the segmentation is no mask") == true)
  }

  @Test func aFolderWithoutImagesIsAnErrorAndNotAnEndlessSearch() throws {
    let file = try write(count: 3)
    for index in 0..<3 { try FileManager.default.removeItem(at: folder.image(index)) }
    let loader = try loader(file)
    #expect { try loader.next() } throws: {
      if case DataError.noImagesFound(attempts: 100, _) = $0 { true } else { false }
    }
  }

  @Test func storageThatComesBackCostsNoImageItsPlace() throws {
    let file = try write(count: 3)
    let whole = try loader(file)
    let expected = try (0..<5).map { _ in try whole.next().images }
    let away = folder.image(0).deletingLastPathComponent().appendingPathExtension("away")
    var tries = 0
    try hide(away)
    let loader = try loader(file)
    for images in expected {
      let batch = try loader.next { _ in
        tries += 1
        if tries == 3 { try show(away) }
      }
      #expect(batch.images == images)
    }
    #expect(tries >= 3 && loader.skippedCount == 0)
  }

  // MARK: - Evaluation

  @Test func evaluationWaitsForStorageThatIsAwayAndReadsEveryImage() throws {
    let file = try write(count: 7)
    let away = folder.image(0).deletingLastPathComponent().appendingPathExtension("away")
    try hide(away)
    let loader = evaluationLoader(file)
    var tries = 0
    var images: [Int] = []
    while let batch = try loader.next(outlasting: { _ in
      tries += 1
      if tries == 2 { try show(away) }
    }) { images += batch.images }
    #expect(images == Array(0..<7) && tries >= 2 && loader.skippedCount == 0)
    try hide(away)
    let again = evaluationLoader(file)
    #expect(throws: DataError.self) { try again.next { throw $0 } }
    try show(away)
  }

  private func hide(_ away: URL) throws {
    try FileManager.default.moveItem(at: away.deletingPathExtension(), to: away)
  }

  private func show(_ away: URL) throws {
    try FileManager.default.moveItem(at: away, to: away.deletingPathExtension())
  }

  @Test func evaluationReadsEachImageOnceInOrder() throws {
    let file = try write(count: 7)
    let loader = evaluationLoader(file)
    var batches: [EvaluationBatch] = []
    while let batch = try loader.next() { batches.append(batch) }
    #expect(batches.map(\.images) == [[0, 1, 2], [3, 4, 5], [6]])
    #expect(batches[0].sizes[0] == ImageSize(height: 32, width: 43))
    #expect(batches[0].originalSizes[0] == ImageSize(height: 48, width: 64))
    #expect(batches[0].pixels[0].count == 3 * 32 * 43)
  }

  @Test func evaluationLeavesOutWhatCannotBeRead() throws {
    let file = try write(count: 7)
    for index in 1...5 { try FileManager.default.removeItem(at: folder.image(index)) }
    var said: [String] = []
    let loader = evaluationLoader(file) { said.append($0) }
    var batches: [[Int]] = []
    while let batch = try loader.next() { batches.append(batch.images) }
    #expect(batches == [[0], [], [6]])
    #expect(said.count == 5)
    #expect(loader.skippedCount == 5)
  }

  // MARK: - Prefetching

  @Test func resultsComeInTheOrderOfTheirJobs() {
    let prefetcher = Prefetcher<Int>(name: "test", laneCount: 4)
    for job in 0..<64 {
      prefetcher.add { (0..<(job.isMultiple(of: 7) ? 50_000 : 10)).reduce(job) { sum, _ in sum } }
    }
    #expect((0..<64).map { _ in prefetcher.next() } == Array(0..<64))
  }

  @Test func nothingRunsOnceAPrefetcherIsGone() {
    let started = Counter()
    var prefetcher: Prefetcher<Void>? = Prefetcher(name: "test", laneCount: 2)
    for _ in 0..<1000 { prefetcher?.add { started.increment() } }
    prefetcher = nil
    let count = started.value
    #expect(count <= 1000)
    #expect(started.value == count)
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
    func increment() { count.add(1, ordering: .sequentiallyConsistent) }
  }

  // MARK: - Inputs

  private func write(count: Int) throws -> AnnotationFile {
    let object = SceneFolder.Object(category: 1, box: [4, 4, 16, 16])
    return try folder.write((0..<count).map { _ in (.wide, [object]) })
  }

  private func loader(
    _ file: AnnotationFile, from position: BatchPosition = BatchPosition(),
    share: Range<Int>? = nil, report: @escaping (String) -> Void = { _ in }
  ) throws -> BatchLoader {
    let input = Recipe.Input(
      batchSize: 2, microBatchSize: 2, sizes: [32, 48], maximumSide: 100, flipProbability: 0.5,
      sampling: .repeatFactors, repeatThreshold: 0.001, repeatRounding: .drawn,
      pixelMean: [0, 0, 0], pixelDeviation: [1, 1, 1])
    return try BatchLoader(
      file, ImageFolder(folder.images, of: file.dataset), .boxesAndMasks, input, seed: 11, from: position,
      share: share ?? 0..<input.batchSize, report: report)
  }

  private func evaluationLoader(
    _ file: AnnotationFile, report: @escaping (String) -> Void = { _ in }
  ) -> EvaluationLoader {
    let evaluation = Recipe.Evaluation(
      interval: .steps(1), size: 32, maximumSide: 100, scoreThreshold: 0, suppressionThreshold: 0.5,
      maximumDetections: 300, imageLimit: nil)
    return EvaluationLoader(
      file, ImageFolder(folder.images, of: file.dataset),
      batches: stride(from: 0, to: file.dataset.images.count, by: 3).map {
        Array($0..<min($0 + 3, file.dataset.images.count))
      }, evaluation, report: report)
  }
}
