import Foundation

extension Double? {
  /// From 0 to 100 with one place; a dash for nothing to find.
  var percent: String { map { String(format: "%.1f", 100 * $0) } ?? "-" }
}

extension String {
  /// Filled up on the right.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// Filled up on the left.
  func padded(toRight width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
