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

/// Iterations per epoch of mmdetection 2.x, which only its text log says: `Epoch [1][50/7330]`.
enum EpochLength {
  private static let beginning = 1 << 20

  static func of(_ files: [FoundFile], _ texts: [String]) -> Int? {
    let stems = files.map { $0.path.hasSuffix(".json") ? String($0.path.dropLast(5)) : $0.path }
    for text in texts.filter(stems.contains) + texts {
      if let length = inText(text) { return length }
    }
    return nil
  }

  private static func inText(_ path: String) -> Int? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: beginning, alignment: 64)
    defer { buffer.deallocate() }
    guard let file = try? LogFile(path), let count = try? file.read(into: buffer, at: 0) else { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    return text.firstMatch(of: /Epoch \[\d+\]\[\d+\/(\d+)\]/).flatMap { Int($0.1) }
  }
}
