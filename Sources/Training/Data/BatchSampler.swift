import Annotations
import Detection

/// Where in the endless sequence of training batches a run is.
struct BatchPosition: Sendable, Equatable {
  /// Epochs that are over.
  var epoch = 0
  /// Batches of the present epoch that are over.
  var batch = 0
}

/// Draws the images of each training batch: repeat factors decide how often, a seed in which order.
///
/// An epoch's batches follow from seed and epoch alone, so that a position is all there is to save. Within a batch
/// images are all upright or all wide where possible: images of both kinds would be padded to a large square.
struct BatchSampler: Sendable {
  let factors: RepeatFactors
  let batchSize: Int
  let seed: UInt64
  /// The batch that is drawn next.
  private(set) var position: BatchPosition
  private let isUpright: [Bool]
  private var batches: [[Int]] = []

  init(
    _ factors: RepeatFactors, images: [ImageRecord], batchSize: Int, seed: UInt64,
    from position: BatchPosition
  ) {
    self.factors = factors
    self.batchSize = batchSize
    self.seed = seed
    self.position = position
    isUpright = images.map { $0.height > $0.width }
    batches = self.batches(ofEpoch: position.epoch)
  }

  /// Batches of an epoch, on average over epochs rounded up.
  var batchesPerEpoch: Int { Int((factors.epochLength / Double(batchSize)).rounded(.up)) }

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
    let images = factors.epoch(using: &generator)
    let upright = images.filter { isUpright[$0] }.chunked(by: batchSize)
    let wide = images.filter { !isUpright[$0] }.chunked(by: batchSize)
    // What is left over is filled up to whole batches with images of the epoch.
    var rest = upright.rest + wide.rest
    var filling = images.makeIterator()
    while !rest.count.isMultiple(of: batchSize) {
      guard let image = filling.next() else {
        filling = images.makeIterator()
        continue
      }
      rest.append(image)
    }
    return (upright.full + wide.full + rest.chunked(by: batchSize).full).shuffled(using: &generator)
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
  init(seed: UInt64, epoch: Int, item: Int) {
    self.init(seed: seed)
    for part in [epoch, item] {
      self.init(seed: next() ^ UInt64(bitPattern: Int64(part)))
    }
  }
}
