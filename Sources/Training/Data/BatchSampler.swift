import Annotations
import Detection

/// Where in the endless sequence of training batches a run is.
struct BatchPosition: Sendable, Equatable {
  /// Epochs that are over.
  var epoch = 0
  /// Batches of the present epoch that are over.
  var batch = 0
}

/// Draws the images of each training batch: a sampling decides how often, a seed in which order.
///
/// An epoch's batches follow from seed and epoch alone, so that a position is all there is to save. Within a micro-batch
/// images are all upright or all wide where possible: images of both kinds would be padded to a large square. A batch
/// takes its micro-batches as they come.
struct BatchSampler: Sendable {
  let sampling: any EpochSampling
  let batchSize: Int
  let microBatchSize: Int
  let seed: UInt64
  /// The batch that is drawn next.
  private(set) var position: BatchPosition
  private let isUpright: [Bool]
  private var batches: [[Int]] = []

  init(
    _ sampling: any EpochSampling, images: [ImageRecord], batchSize: Int, microBatchSize: Int, seed: UInt64,
    from position: BatchPosition
  ) {
    precondition(batchSize.isMultiple(of: microBatchSize), "a batch is of whole micro-batches")
    self.sampling = sampling
    self.batchSize = batchSize
    self.microBatchSize = microBatchSize
    self.seed = seed
    self.position = position
    isUpright = images.map { $0.height > $0.width }
    batches = self.batches(ofEpoch: position.epoch)
  }

  /// Batches of an epoch, on average over epochs rounded up.
  var batchesPerEpoch: Int { Int((sampling.epochLength / Double(batchSize)).rounded(.up)) }

  /// The next batch's images and its position.
  mutating func next() -> (images: [Int], position: BatchPosition) {
    if position.batch >= batches.count {
      position = BatchPosition(epoch: position.epoch + 1, batch: 0)
      batches = batches(ofEpoch: position.epoch)
    }
    defer { position.batch += 1 }
    return (batches[position.batch], position)
  }

  private func batches(ofEpoch epoch: Int) -> [[Int]] {
    var generator = SamplingGenerator(seed: seed, epoch: epoch, item: -1)
    let images = sampling.epoch(using: &generator)
    let upright = images.filter { isUpright[$0] }.chunked(by: microBatchSize)
    let wide = images.filter { !isUpright[$0] }.chunked(by: microBatchSize)
    let full = upright.full + wide.full
    // What is left over is filled up to whole batches with images of the epoch.
    var rest = upright.rest + wide.rest
    var filling = images.makeIterator()
    while !(full.count * microBatchSize + rest.count).isMultiple(of: batchSize) {
      guard let image = filling.next() else {
        filling = images.makeIterator()
        continue
      }
      rest.append(image)
    }
    rest = rest.filter { isUpright[$0] } + rest.filter { !isUpright[$0] }
    let shuffled = (full + rest.chunked(by: microBatchSize).full).shuffled(using: &generator)
    return shuffled.chunked(by: batchSize / microBatchSize).full.map { $0.flatMap { $0 } }
  }
}

extension Array {
  fileprivate func chunked(by size: Int) -> (full: [[Element]], rest: [Element]) {
    let whole = count / size * size
    let full = stride(from: 0, to: whole, by: size).map { Array(self[$0..<$0 + size]) }
    return (full, Array(self[whole...]))
  }
}

extension SamplingGenerator {
  /// The generator of one item of one epoch: the same whichever thread asks for it, and whenever.
  init(seed: UInt64, epoch: Int, item: Int) { self.init(seed: seed, path: [epoch, item]) }

  /// The generator of one micro-batch of one step: the same whoever trains on it.
  init(seed: UInt64, step: Int, place: Int) { self.init(seed: seed, path: [-2, step, place]) }

  private init(seed: UInt64, path: [Int]) {
    self.init(seed: seed)
    for part in path {
      self.init(seed: next() ^ UInt64(bitPattern: Int64(part)))
    }
  }
}
