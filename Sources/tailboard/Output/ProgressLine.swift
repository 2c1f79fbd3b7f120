import Foundation

/// How far long work has come, on one line of a terminal's standard error that is wiped when it ends; nothing where
/// standard error is no terminal, and nothing for work that is done in a moment.
final class ProgressLine {
  private let work: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var percent: Int?

  init(_ work: String) { self.work = work }

  deinit { end() }

  /// Shows a share of the work, from 0 to 1.
  func update(_ share: Double) {
    let reached = Int(100 * share)
    guard isShown, reached != percent, start.duration(to: .now) > .milliseconds(500) else { return }
    percent = reached
    write("\r\(work) \(reached)%")
  }

  /// Wipes the line.
  func end() {
    guard percent != nil else { return }
    percent = nil
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Says on standard error what the user should know about a result.
func warn(_ message: String) {
  FileHandle.standardError.write(Data("NOTE: \(message)\n".utf8))
}
