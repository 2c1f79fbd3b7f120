extension LogFormat {
  /// PyTorch Lightning's CSVLogger: `metrics.csv`.
  public static let lightning = LogFormat(
    "lightning", growth: .rewrittenOnNewColumns, usualNames: ["metrics.csv"], standing: .own,
    recognises: { $0.table.map { Set($0.header).isSuperset(of: ["step", "epoch"]) } ?? false },
    decoder: { _ in LineDecoder(TableRows(AnyDialect())) })

  /// Ultralytics: `results.csv`.
  public static let ultralytics = LogFormat(
    "ultralytics", usualNames: ["results.csv"], standing: .own,
    recognises: { head in
      head.table.map { table in
        table.header.contains("epoch")
          && table.header.contains { $0.hasPrefix("train/") || $0.hasPrefix("metrics/") }
      } ?? false
    },
    decoder: { _ in LineDecoder(TableRows(AnyDialect())) })

  /// A table with a header, separated by commas, or by semicolons as where the comma is the decimal point.
  public static let csv = LogFormat(
    "csv", namesWhenEmpty: ["*.csv"], recognises: { $0.table.map { $0.hasSteps || $0.isOfMetrics } ?? false },
    decoder: { _ in LineDecoder(TableRows(AnyDialect())) })

  /// A table with a header, separated by tabs.
  public static let tsv = LogFormat(
    "tsv", recognises: { $0.table.map { $0.separator == 0x09 && ($0.hasSteps || $0.isOfMetrics) } ?? false },
    decoder: { _ in LineDecoder(TableRows(AnyDialect(), separator: "\t")) })
}
