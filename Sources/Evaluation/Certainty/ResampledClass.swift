import CResampling

/// What AP of one class needs to know of its outcomes when images are drawn anew: each image then counts as often as it
/// was drawn, nothing is matched again.
struct ResampledClass: Sendable {
  /// As many resamples as are computed at once.
  typealias Lanes = SIMD16<Double>

  /// A detection that counts somewhere.
  struct Entry: Sendable {
    let score: Double
    let image: UInt32
    /// At which IoU thresholds it is a true positive, and at which it counts at all; the least threshold in the lowest bit.
    let isTrue, counts: UInt16

    /// Nil for what counts nowhere.
    init?(_ outcome: Outcome, image: Int) {
      isTrue = outcome.truePositive.thresholds
      counts = isTrue | outcome.falsePositive.thresholds
      guard counts != 0 else { return nil }
      score = outcome.score
      self.image = UInt32(image)
    }

    fileprivate var isFalseEverywhere: Bool { isTrue == 0 && counts == Self.everywhere }

    private static let everywhere = UInt16(1 << IoUThresholds.count) - 1
  }

  private let falseImages: [UInt32]
  private let hits: [tb_hit]
  private let truths: [tb_truths]

  /// - Parameters:
  ///   - entries: in the order of images, those of one image best first.
  ///   - truths: how many count in each image that has any.
  init(_ entries: [Entry], truths: [(image: Int, count: Int)]) {
    let order = entries.indices.sorted { (entries[$1].score, $0) < (entries[$0].score, $1) }
    var falseImages: [UInt32] = [], hits: [tb_hit] = []
    for index in order {
      let entry = entries[index]
      guard !entry.isFalseEverywhere else {
        falseImages.append(entry.image)
        continue
      }
      hits.append(
        tb_hit(
          falseBefore: UInt32(falseImages.count), image: entry.image, isTrue: entry.isTrue,
          counts: entry.counts))
    }
    self.falseImages = falseImages
    self.hits = hits
    self.truths = truths.map { tb_truths(image: UInt32($0.image), count: UInt32($0.count)) }
  }

  /// Bytes of scratch memory that it takes.
  var scratchSize: Int { TB_HIT_SCRATCH * hits.count }

  /// AP over IoU .50 to .95 of as many resamples as there are lanes, NaN where one draws no truth.
  ///
  /// - Parameter weights: how often each image was drawn in each of them.
  func averagePrecisions(weights: ImageWeights, _ scratch: UnsafeMutableRawPointer?) -> Lanes {
    var precisions = Lanes.zero
    weights.withUnsafePointer { weights in
      withUnsafeMutableBytes(of: &precisions) { precisions in
        falseImages.withUnsafeBufferPointer { falseImages in
          hits.withUnsafeBufferPointer { hits in
            truths.withUnsafeBufferPointer { truths in
              var resampled = tb_resampled_class(
                falseImages: falseImages.baseAddress, hits: hits.baseAddress, hitCount: hits.count,
                truths: truths.baseAddress, truthCount: truths.count)
              tb_resampled_precisions(
                &resampled, weights, scratch, precisions.baseAddress?.assumingMemoryBound(to: Double.self))
            }
          }
        }
      }
    }
    return precisions
  }
}

extension Conditions {
  /// The thresholds of objects of every size, the least in the lowest bit.
  fileprivate var thresholds: UInt16 {
    UInt16(truncatingIfNeeded: rawValue & Conditions(every: .all).rawValue)
  }
}
