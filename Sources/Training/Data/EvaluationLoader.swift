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
final class EvaluationLoader: Sequence, IteratorProtocol {
  /// Images that could not be read and are in no batch.
  private(set) var skippedCount = 0
  private let reader: SampleReader
  private let rule: SideRule
  private let batchSize: Int
  private let report: (String) -> Void
  private let prefetcher = Prefetcher<Result<Sample, any Error>>(
    name: "evaluation-loader", laneCount: LoaderLimits.lanes)
  private var remaining: ArraySlice<Int>

  /// A pass over these images.
  ///
  /// - Parameter report: told of each image that cannot be read, from within `next`.
  init(
    _ file: AnnotationFile, _ folder: ImageFolder, images: [Int], _ evaluation: Recipe.Evaluation,
    batchSize: Int,
    report: @escaping (String) -> Void
  ) {
    reader = SampleReader(file: file, folder: folder, content: .boxes)
    rule = SideRule(shortSide: evaluation.size, longSideLimit: evaluation.maximumSide)
    self.batchSize = batchSize
    self.report = report
    remaining = images[...]
    for _ in 0..<LoaderLimits.batchesAhead * batchSize { prefetch() }
  }

  /// Waits for the next batch; nil at the end.
  func next() -> EvaluationBatch? {
    var samples: [Sample] = []
    while samples.count < batchSize, prefetcher.pendingCount > 0 {
      prefetch()
      switch prefetcher.next() {
      case .success(let sample):
        samples.append(sample)
      case .failure(let error):
        skippedCount += 1
        report("\(error)")
      }
    }
    guard !samples.isEmpty else { return nil }
    return EvaluationBatch(
      pixels: samples.map(\.pixels.pixels), sizes: samples.map { ImageSize($0.pixels.size) },
      originalSizes: samples.map { ImageSize($0.originalSize) }, images: samples.map(\.image))
  }

  private func prefetch() {
    guard let image = remaining.popFirst() else { return }
    prefetcher.add { [reader, rule] in Result { try reader.image(image, rule) } }
  }
}
