import Foundation

/// What tells a log from other files of its form.
enum GenericLog {
  /// Whether its records have a step.
  static func hasSteps(_ beginning: UnsafeRawBufferPointer, format: LogFormat) -> Bool {
    let line = beginning.withoutByteOrderMark.prefix { $0 != 0x0A }
    switch format {
    case .csv, .tsv:
      let separator: UInt8 = format == .csv ? 0x2C : 0x09
      let cells = TableCells.split(UnsafeRawBufferPointer(rebasing: line), separator: separator)
      return cells.map(TableCells.trimmed).contains(where: AnyDialect.stepNames.contains)
    default:
      let keys = JSONShape.members(of: UnsafeRawBufferPointer(rebasing: line)) ?? []
      return keys.contains(where: AnyDialect.stepNames.contains)
    }
  }

  /// Whether a text has LVIS results.
  static func hasResults(_ text: UnsafeRawBufferPointer) -> Bool {
    ["Average Precision", "|  AP", "| AP", "| category"].contains { text.firstOffset(of: $0) != nil }
  }
}
