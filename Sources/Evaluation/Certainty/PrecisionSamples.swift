import Annotations
import CResampling

/// AP of many resamples of the images, drawn with replacement: how far chance alone could have moved it.
public struct PrecisionSamples: Sendable {
  /// For all classes and for each frequency one AP a resample, 0 to 1; NaN where a resample has nothing to find.
  private let samples: [Frequency?: [Double]]

  /// AP of all classes, or of those of a frequency, in each resample.
  public subscript(_ frequency: Frequency?) -> [Double] { samples[frequency] ?? [] }

  /// Where the middle 95 % of the resamples lie; nil where none has anything to find.
  public func percentiles(_ frequency: Frequency?) -> ClosedRange<Double>? {
    let sorted = self[frequency].filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    return sorted.quantile(0.025)...sorted.quantile(0.975)
  }

  /// Where AP may lie that is measured as a value: the middle 95 % of the resamples, moved by what their mean differs from it.
  ///
  /// NOTE: the mean of resamples lies above AP itself where classes have few images, since an image that is drawn twice takes
  /// the place of one whose false detections then do not count.
  public func interval(_ frequency: Frequency?, around value: Double) -> ClosedRange<Double>? {
    guard let percentiles = percentiles(frequency), let mean = mean(frequency) else { return nil }
    return percentiles.lowerBound + value - mean...percentiles.upperBound + value - mean
  }

  /// The mean of the resamples; nil where none has anything to find.
  public func mean(_ frequency: Frequency?) -> Double? {
    Evaluation.mean(self[frequency].map { $0.isNaN ? nil : $0 })
  }

  /// AP less that of another evaluation on the same resamples: what pairs them.
  public func difference(from other: PrecisionSamples) -> PrecisionSamples {
    PrecisionSamples(
      samples: samples.mapValues { $0 }.merging(other.samples) { zip($0, $1).map { $0 - $1 } })
  }
}

extension DetectionEvaluation {
  /// AP of resamples of what was fed, computed on all cores: the same for the same count and seed, whatever was fed.
  ///
  /// NOTE: equal scores of one class in one image keep their order in every copy of the image: AP of a dataset in which
  /// the images really stand several times may differ by how it orders such ties.
  public func precisionSamples(count: Int, seed: UInt64) throws -> PrecisionSamples {
    let classes = try resampledClasses()
    let frequencies = matcher.dataset.categories.map(\.frequency)
    let imageCount = matcher.dataset.images.count
    let lanes = ResampledClass.Lanes.scalarCount
    let blocks = try concurrentMap((count + lanes - 1) / lanes) { block in
      let weights = ImageWeights(imageCount: imageCount, firstResample: lanes * block, seed: seed)
      let scratch = UnsafeMutableRawPointer.allocate(
        byteCount: classes.lazy.map(\.scratchSize).max() ?? 0, alignment: 64)
      defer { scratch.deallocate() }
      return LaneMeans(classes.map { $0.averagePrecisions(weights: weights, scratch) }, frequencies)
    }
    return PrecisionSamples(blocks, count: count)
  }

  private func resampledClasses() throws -> [ResampledClass] {
    let images = outcomes.withLock { $0 }
    var counts = [Int](repeating: 0, count: matcher.dataset.categories.count)
    for image in images {
      for outcome in image.outcomes { counts[Int(outcome.category)] += 1 }
    }
    var entries = counts.map { count in
      var entries: [ResampledClass.Entry] = []
      entries.reserveCapacity(count)
      return entries
    }
    for (image, found) in images.enumerated() {
      for outcome in found.outcomes {
        guard let entry = ResampledClass.Entry(outcome, image: image) else { continue }
        entries[Int(outcome.category)].append(entry)
      }
    }
    let (truths, all) = (matcher.truths.countsByImage(matcher.dataset, matcher.rules), entries)
    return try concurrentMap(all.count) { ResampledClass(all[$0], truths: truths[$0]) }
  }
}

/// How often each image is drawn in some resamples.
struct ImageWeights: Sendable {
  let lanes: [SIMD16<UInt16>]

  init(imageCount: Int, firstResample: Int, seed: UInt64) {
    let laneCount = SIMD16<UInt16>.scalarCount
    var lanes = [SIMD16<UInt16>](repeating: .zero, count: imageCount)
    lanes.withUnsafeMutableBytes { bytes in
      let times = bytes.assumingMemoryBound(to: UInt16.self)
      for lane in 0..<laneCount {
        var random = SplitMix(seed: seed &+ UInt64(firstResample + lane) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        random = SplitMix(seed: random.next())
        for _ in 0..<imageCount {
          let drawn = random.next().multipliedFullWidth(by: UInt64(imageCount)).high
          times[Int(drawn) * laneCount + lane] += 1
        }
      }
    }
    self.lanes = lanes
  }

  func withUnsafePointer(_ body: (UnsafePointer<tb_image_weights>?) -> Void) {
    lanes.withUnsafeBytes { body($0.assumingMemoryBound(to: tb_image_weights.self).baseAddress) }
  }
}

/// Mean AP of as many resamples as there are lanes, of all classes and by frequency.
private struct LaneMeans {
  typealias Lanes = ResampledClass.Lanes

  private(set) var means: [Frequency?: Lanes] = [:]

  init(_ precisions: [Lanes], _ frequencies: [Frequency?]) {
    for frequency in [nil] + Frequency.allCases {
      var sum = Lanes.zero, count = Lanes.zero
      for (precision, own) in zip(precisions, frequencies) where frequency == nil || own == frequency {
        let isThere = precision .== precision
        sum += precision.replacing(with: 0, where: .!isThere)
        count += Lanes.zero.replacing(with: 1, where: isThere)
      }
      means[frequency] = sum / count
    }
  }
}

extension PrecisionSamples {
  fileprivate init(_ blocks: [LaneMeans], count: Int) {
    var samples: [Frequency?: [Double]] = [:]
    for frequency in [nil] + Frequency.allCases {
      let all = blocks.flatMap { block in
        (0..<LaneMeans.Lanes.scalarCount).map { block.means[frequency]?[$0] ?? .nan }
      }
      samples[frequency] = Array(all.prefix(count))
    }
    self.init(samples: samples)
  }
}

extension [Double] {
  /// The value below which a share of sorted values lies, between two of them in proportion (numpy's "linear").
  func quantile(_ share: Double) -> Double {
    let place = share * Double(count - 1)
    let (below, above) = (Int(place), Swift.min(Int(place) + 1, count - 1))
    return self[below] + (place - Double(below)) * (self[above] - self[below])
  }
}
