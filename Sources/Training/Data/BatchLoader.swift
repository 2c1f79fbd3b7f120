import Annotations
import Detection
import Foundation
import Images
import Recipes

/// The images of one training step, or a rank's share of them.
struct TrainingBatch: Sendable {
  /// Red, green, blue, 0 ... 255, row by row, of each image.
  let pixels: [[UInt8]]
  /// The size of each image.
  let sizes: [ImageSize]
  /// What there is to find in each image.
  let targets: [ImageTargets]
  /// Indices of the images in the dataset.
  let images: [Int]

  /// The batch in parts of so many images, in their order.
  func microBatches(of size: Int) -> [TrainingBatch] {
    stride(from: 0, to: images.count, by: size).map { start in
      let places = start..<min(start + size, images.count)
      return TrainingBatch(
        pixels: Array(pixels[places]), sizes: Array(sizes[places]), targets: Array(targets[places]),
        images: Array(images[places]))
    }
  }
}

/// Makes training batches on background queues, some steps ahead of the trainer.
///
/// Which images, sizes and flips a batch has follows from the recipe, its seed and the batch's position, however the
/// queues are timed. A missing or damaged image is replaced by another one, drawn likewise.
final class BatchLoader {
  /// Batches that an epoch has, on average rounded up.
  let batchesPerEpoch: Int
  /// The batch that is handed over next: what a checkpoint keeps.
  private(set) var position: BatchPosition
  /// Draws of an image that could not be read.
  private(set) var skippedCount = 0
  private var sampler: BatchSampler
  private let augmentation: Augmentation
  private let reader: SampleReader
  private let share: Range<Int>
  private let prefetcher: Prefetcher<Draw>
  /// What the prefetcher is making, to be made again where storage was away.
  private var drawing: [Place] = []
  /// How many of these may have been made, or given up, while storage was away.
  private var suspects = 0
  private let report: (String) -> Void
  private var reported: Set<Int> = []
  private var positions: [BatchPosition] = []

  /// A loader that starts with the batch at `position`.
  ///
  /// - Parameters:
  ///   - share: the places of each batch that are loaded: a rank's own.
  ///   - report: told once for each image what is wrong with it or its annotations, from within `next`.
  init(
    _ file: AnnotationFile, _ folder: ImageFolder, _ content: TargetContent, _ input: Recipe.Input,
    seed: UInt64, from position: BatchPosition, share: Range<Int>, report: @escaping (String) -> Void
  ) throws(DataError) {
    let sampling = try input.epochSampling(of: file, content)
    sampler = BatchSampler(
      sampling, images: file.dataset.images, batchSize: input.batchSize,
      microBatchSize: input.microBatchSize, seed: seed, from: position)
    batchesPerEpoch = sampler.batchesPerEpoch
    self.position = position
    augmentation = Augmentation(input, images: sampling.images, seed: seed)
    reader = SampleReader(file: file, folder: folder, content: content)
    self.share = share
    prefetcher = Prefetcher(name: "loader", laneCount: LoaderLimits.lanes)
    self.report = report
    for _ in 0..<LoaderLimits.batchesAhead { prefetch() }
  }

  /// The loader of a run, whose log says what is wrong with images.
  convenience init(
    _ data: RunData, _ recipe: Recipe, from position: BatchPosition, share: Range<Int>, _ report: RunReporter
  )
    throws(DataError)
  {
    try self.init(
      data.train, data.trainImages, TargetContent(recipe.detector.family, data.rules),
      recipe.input,
      seed: recipe.run.seed, from: position, share: share
    ) { report.log(.warning, $0) }
  }

  /// Waits for the next batch, which is the same whether storage was away meanwhile or not.
  /// - Parameter outlast: is told that not one image can be read; where it returns they are tried again.
  func next(outlasting outlast: (DataError) throws -> Void = { throw $0 }) throws -> TrainingBatch {
    prefetch()
    let position = positions.removeFirst()
    let samples = try share.map { _ in try nextSample(outlast) }
    self.position = BatchPosition(epoch: position.epoch, batch: position.batch + 1)
    return TrainingBatch(
      pixels: samples.map(\.pixels.pixels), sizes: samples.map { ImageSize($0.pixels.size) },
      targets: samples.map(\.targets), images: samples.map(\.image))
  }

  private func prefetch() {
    let (images, position) = sampler.next()
    positions.append(position)
    for index in share {
      let item = position.batch * images.count + index
      let place = Place(image: images[index], epoch: position.epoch, item: item)
      drawing.append(place)
      prefetcher.add { [augmentation, reader] in augmentation.draw(place, reader) }
    }
  }

  private func nextSample(_ outlast: (DataError) throws -> Void) throws -> Sample {
    let place = drawing.removeFirst()
    var draw = prefetcher.next()
    if draw.isAway { suspects = drawing.count + 1 }
    if suspects > 0 {
      suspects -= 1
      if draw.failures.contains(where: \.isStorages) { draw = augmentation.draw(place, reader) }
    }
    while draw.isAway {
      do { return try sample(draw) } catch { try outlast(error) }
      draw = augmentation.draw(place, reader)
    }
    return try sample(draw)
  }

  private func sample(_ draw: Draw) throws(DataError) -> Sample {
    guard !draw.isAway else {
      throw .noImagesFound(attempts: draw.failures.count, last: draw.failures.last?.reason ?? "")
    }
    skippedCount += draw.failures.count
    for failure in draw.failures { complain(failure.image, failure.reason) }
    guard let sample = draw.sample else {
      let (attempts, last) = (draw.failures.count, draw.failures.last?.reason ?? "")
      throw .noReadableImages(attempts: attempts, last: last)
    }
    if !sample.complaints.isEmpty { complain(sample.image, sample.complaints.joined(separator: " ")) }
    return sample
  }

  private func complain(_ image: Int, _ reason: String) {
    if reported.insert(image).inserted { report(reason) }
  }
}

/// One image of a batch and where it stands in the order, which decides how it is drawn.
private struct Place: Sendable {
  let image: Int
  let epoch: Int
  let item: Int
}

/// What came of the draw of one image of a batch.
private struct Draw: Sendable {
  var sample: Sample?
  var failures: [(image: Int, reason: String, isStorages: Bool)] = []

  /// Whether not one image could be had from the storage.
  var isAway: Bool { sample == nil && failures.allSatisfy(\.isStorages) }
}

/// Size and flip of each image of each batch, drawn at random, and what stands in for an image that cannot be read.
private struct Augmentation: Sendable {
  /// Draws of an image after which the folder is given up.
  static let attempts = 100
  /// Time after which no further image is tried: storage that is away may answer late.
  static let patience = Duration.seconds(10)

  let rules: [SideRule]
  let flipProbability: Double
  let images: [Int]
  let seed: UInt64

  init(_ input: Recipe.Input, images: [Int], seed: UInt64) {
    rules = input.sizes.map { SideRule(shortSide: $0, longSideLimit: input.maximumSide) }
    flipProbability = input.flipProbability
    self.images = images
    self.seed = seed
  }

  func draw(_ place: Place, _ reader: SampleReader) -> Draw {
    var generator = SamplingGenerator(seed: seed, epoch: place.epoch, item: place.item)
    var image = place.image
    var draw = Draw()
    let end = ContinuousClock.now + Self.patience
    while draw.sample == nil, draw.failures.count < Self.attempts,
      draw.failures.isEmpty || ContinuousClock.now < end
    {
      let rule = rules[Int.random(in: rules.indices, using: &generator)]
      let isFlipped = Double.random(in: 0..<1, using: &generator) < flipProbability
      do {
        draw.sample = try reader.sample(image, rule, flipped: isFlipped)
      } catch {
        draw.failures.append((image, "\(error)", error.isStorages))
        image = images[Int.random(in: images.indices, using: &generator)]
      }
    }
    return draw
  }
}

extension Error {
  /// Whether a file is not to be had, whatever is in it: it is not there, or the system does not let it be read.
  var isStorages: Bool {
    switch self as? ImageError {
    case .missing, .unreadable: true
    case .otherKind, .undecodable, .damaged, .tooLarge, .notEncodable, .notWritten, nil: false
    }
  }
}

/// How much loaders do ahead and beside.
enum LoaderLimits {
  /// Batches in the making or waiting: enough to ride out a slow disk, little against a network's memory.
  static let batchesAhead = 3
  /// Images decoded at once.
  static let lanes = min(max(ProcessInfo.processInfo.activeProcessorCount, 2), 8)
}
