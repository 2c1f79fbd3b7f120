import Foundation

/// A text log: its lines are for people, the LVIS results among them are read.
struct TextLines: LineFormat {
  static var hasHeader: Bool { false }

  init() {}

  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool { true }

  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    batch.lines.append(LogLine(line))
  }
}
