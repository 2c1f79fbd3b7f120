import Annotations
import Detection
import Images
import Recipes

/// Some images of a pass over a dataset.
struct EvaluationBatch: Sendable {
  /// Red, green, blue, 0 ... 255, row by row, of each image.
  let pixels: [[UInt8]]
  /// The size of each image as the network sees it.
  let sizes: [ImageSize]
  /// The size of each image in its file, which detections are wanted in.
  let originalSizes: [ImageSize]
  /// Indices of the images in the dataset.
  let images: [Int]
}

/// Reads images to evaluate on, in their order, some batches ahead of their taker.
final class EvaluationLoader {
  /// Images that could not be read and are in no batch.
  private(set) var skippedCount = 0
  private let reader: SampleReader
  private let probe: StorageProbe
  private let rule: SideRule
  private let report: (String) -> Void
  private let prefetcher = Prefetcher<Result<Sample, any Error>>(
    name: "evaluation-loader", laneCount: LoaderLimits.lanes)
  /// Of the batches to come, those that are being read first.
  private var batches: ArraySlice<[Int]>
  private var unread: ArraySlice<Int>
  /// What the prefetcher is reading, to be read again where storage was away.
  private var reading: [Int] = []

  /// A pass over these batches of images. One that cannot be read is missing in its batch, and changes no other.
  ///
  /// - Parameter report: told of each image that cannot be read, from within `next`.
  init(
    _ file: AnnotationFile, _ folder: ImageFolder, batches: [[Int]], _ evaluation: Recipe.Evaluation,
    report: @escaping (String) -> Void
  ) {
    reader = SampleReader(file: file, folder: folder, content: .boxes)
    probe = StorageProbe(file, folder)
    rule = SideRule(shortSide: evaluation.size, longSideLimit: evaluation.maximumSide)
    self.report = report
    self.batches = batches[...]
    unread = batches.flatMap { $0 }[...]
    for _ in 0..<LoaderLimits.batchesAhead * (batches.first?.count ?? 0) { prefetch() }
  }

  /// Waits for the next batch, which may have lost images, even all; nil at the end.
  /// - Parameter outlast: is told that not one image can be read; where it returns they are tried again. Without it they
  ///   are lost.
  func next(outlasting outlast: ((DataError) throws -> Void)? = nil) throws -> EvaluationBatch? {
    guard let batch = batches.popFirst() else { return nil }
    var samples: [Sample] = []
    for _ in batch {
      prefetch()
      switch try nextSample(outlast) {
      case .success(let sample):
        samples.append(sample)
      case .failure(let error):
        skippedCount += 1
        report("\(error)")
      }
    }
    return EvaluationBatch(
      pixels: samples.map(\.pixels.pixels), sizes: samples.map { ImageSize($0.pixels.size) },
      originalSizes: samples.map { ImageSize($0.originalSize) }, images: samples.map(\.image))
  }

  /// One image that cannot be read counts as one without detections; all of them would make an AP of 0 that is none.
  private func nextSample(_ outlast: ((DataError) throws -> Void)?) throws -> Result<Sample, any Error> {
    let image = reading.removeFirst()
    var result = prefetcher.next()
    // It may have been read while storage was away that is back by now.
    if case .failure(let error) = result, error.isStorages {
      result = Result { try reader.image(image, rule) }
    }
    while let outlast, case .failure(let error) = result, error.isStorages, probe.isAway {
      try outlast(.noImagesFound(attempts: StorageProbe.tries, last: "\(error)"))
      result = Result { try reader.image(image, rule) }
    }
    return result
  }

  private func prefetch() {
    guard let image = unread.popFirst() else { return }
    reading.append(image)
    prefetcher.add { [reader, rule] in Result { try reader.image(image, rule) } }
  }
}
