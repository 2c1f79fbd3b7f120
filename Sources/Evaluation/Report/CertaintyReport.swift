import Annotations
import JSON

/// How far chance alone could have moved AP: intervals of resamples, of one evaluation.
struct CertaintyReport {
  let results: EvaluationResults
  let samples: PrecisionSamples

  var table: ReportTable {
    var table = ReportTable("95% of \(samples[nil].count) resamples", columns: ["AP", "least", "most"])
    for (name, bin) in results.bins {
      let precision = results.averagePrecision(ofBin: bin)
      let interval = precision.flatMap { samples.interval(bin, around: $0) }
      table.add(name, [precision, interval?.lowerBound, interval?.upperBound].map(\.percent))
    }
    return table
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.object("certainty") { writer in
      writer.member("resamples", samples[nil].count)
      for (name, bin) in results.bins {
        let interval = results.averagePrecision(ofBin: bin).flatMap { samples.interval(bin, around: $0) }
        writer.object(name) { $0.writeCertainty(interval, samples, bin) }
      }
    }
  }
}

extension JSONWriter {
  /// The interval, and the percentiles and mean of the resamples that it comes from.
  mutating func writeCertainty(
    _ interval: ClosedRange<Double>?, _ samples: PrecisionSamples, _ bin: Frequency?
  ) {
    member("interval", interval.map { [$0.lowerBound, $0.upperBound] })
    member("percentiles", samples.percentiles(bin).map { [$0.lowerBound, $0.upperBound] })
    member("mean", samples.mean(bin))
  }
}

extension EvaluationResults {
  /// Mean AP of all classes for nil, or of a bin.
  func averagePrecision(ofBin bin: Frequency?) -> Double? {
    bin.map { averagePrecision(of: $0) } ?? averagePrecision()
  }
}
