import Annotations

extension DetectionEvaluation {
  /// AP-pool (Dave et al., arXiv 2102.01066): the detections of all classes, or of those of a frequency, in one ranking, as
  /// of one class; nil where there is nothing to find.
  public func pooledPrecision(of frequency: Frequency? = nil) throws -> Double? {
    let dataset = matcher.dataset
    let isOfFrequency = dataset.categories.map { frequency == nil || $0.frequency == frequency }
    let pool = outcomes.withLock { images in
      images.flatMap { $0.outcomes.filter { isOfFrequency[Int($0.category)] } }
    }
    let counts = AreaRange.allCases.map { area in
      dataset.categories.indices.reduce(0) {
        isOfFrequency[$1] ? $0 + matcher.truths.count(ofClass: $1, area) : $0
      }
    }
    let curve = PrecisionRecall(outcomes: pool.byDescendingScore()) { counts[$0.rawValue] }
    return mean(try concurrentMap(IoUThresholds.count) { curve.averagePrecision(.all, threshold: $0) })
  }

  /// AP-pool of all classes and of each bin, by the names of the benchmark's tool.
  public func pooledPrecisions() throws -> [(name: String, value: Double?)] {
    let bins = Frequency.allCases.map { (name: "AP-pooled-\($0.rawValue)", frequency: Optional($0)) }
    return try ([(name: "AP-pooled-all", frequency: nil)] + bins).map {
      ($0.name, try pooledPrecision(of: $0.frequency))
    }
  }
}
