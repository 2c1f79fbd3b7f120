import Images
import Testing

@testable import Training

@Suite struct BatchSamplerTests {
  private let folder: SceneFolder

  init() throws { folder = try SceneFolder() }

  @Test func theSameSeedDrawsTheSameBatchesAndAnotherDoesNot() throws {
    var (first, again, other) = (try sampler(seed: 1), try sampler(seed: 1), try sampler(seed: 2))
    let batches = (0..<40).map { _ in first.next().images }
    #expect(batches == (0..<40).map { _ in again.next().images })
    #expect(batches != (0..<40).map { _ in other.next().images })
  }

  @Test func aSamplerGoesOnFromAnyPosition() throws {
    var whole = try sampler(seed: 3)
    for _ in 0..<30 {
      var resumed = try sampler(seed: 3, from: whole.position)
      let (here, there) = (whole.next(), resumed.next())
      #expect(here.images == there.images)
    }
    #expect(whole.position.epoch > 0)
  }

  @Test func anEpochShowsEveryImage() throws {
    var sampler = try sampler(seed: 4)
    let epoch = (0..<sampler.batchesPerEpoch).flatMap { _ in sampler.next().images }
    #expect(Set(epoch) == Set(0..<11))
    #expect(sampler.next().position == BatchPosition(epoch: 1, batch: 0))
  }

  @Test func uprightAndWideImagesShareABatchOnlyWhereTheyAreLeftOver() throws {
    var sampler = try sampler(seed: 5)
    let mixed = (0..<sampler.batchesPerEpoch).count { _ in
      let uprights = sampler.next().images.count { $0.isMultiple(of: 2) }
      return uprights != 0 && uprights != 4
    }
    #expect(mixed <= 1)
  }

  /// Five wide and six upright images in micro-batches of 2: all but one are of one kind, while batches of 4 mix them.
  @Test func orientationIsSharedByAMicroBatchNotByABatch() throws {
    var mixedBatches = 0
    for seed in 0..<10 {
      var sampler = try sampler(seed: UInt64(seed), microBatchSize: 2)
      let batches = (0..<sampler.batchesPerEpoch).map { _ in
        sampler.next().images.map { $0.isMultiple(of: 2) }
      }
      let pairs = batches.flatMap { [($0[0], $0[1]), ($0[2], $0[3])] }
      #expect(pairs.count { $0.0 != $0.1 } <= 1)
      mixedBatches += batches.count { Set($0).count > 1 }
    }
    #expect(mixedBatches > 5)
  }

  @Test func anEpochOfMicroBatchesShowsEveryImage() throws {
    var sampler = try sampler(seed: 4, microBatchSize: 2)
    let epoch = (0..<sampler.batchesPerEpoch).flatMap { _ in sampler.next().images }
    #expect(epoch.count == 12 && Set(epoch) == Set(0..<11))
    #expect(sampler.next().position == BatchPosition(epoch: 1, batch: 0))
  }

  @Test func aBatchMayBeLargerThanTheDataset() throws {
    var sampler = try sampler(seed: 6, batchSize: 32)
    let batch = sampler.next().images
    #expect(batch.count == 32)
    #expect(Set(batch) == Set(0..<11))
  }

  /// Eleven images, the even ones upright.
  private func sampler(
    seed: UInt64, batchSize: Int = 4, microBatchSize: Int? = nil,
    from position: BatchPosition = BatchPosition()
  ) throws -> BatchSampler {
    let object = SceneFolder.Object(category: 0, box: [4, 4, 8, 8])
    let file = try folder.write((0..<11).map { ($0.isMultiple(of: 2) ? .upright : .wide, [object]) })
    return BatchSampler(
      try RepeatFactors(of: file, .boxesAndMasks, threshold: 0, rounding: .drawn),
      images: file.dataset.images,
      batchSize: batchSize, microBatchSize: microBatchSize ?? batchSize, seed: seed, from: position)
  }
}
