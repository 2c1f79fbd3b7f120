import Foundation
import LegibleText
import Synchronization

/// How far long work has come, on one line of a terminal's standard error that is wiped when it ends; nothing where
/// standard error is no terminal, and nothing of work that is done in a moment.
public final class ProgressLine: Sendable {
  private static let patience = Duration.milliseconds(500)

  private let isShown = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private let shown = Mutex("")

  /// A line that shows nothing yet.
  public init() {}

  deinit { show("") }

  /// Shows what is done now, and which share of it, from 0 to 1.
  public func update(_ work: String, _ share: Double) {
    guard isShown, start.duration(to: .now) > Self.patience else { return }
    show(share > 0 ? "\(work): \(Int(100 * share))%" : "\(work) …")
  }

  /// Says something above the line, which comes back with the next update.
  public func note(_ text: String) {
    show("")
    Output.note(text)
  }

  private func show(_ text: String) {
    shown.withLock { shown in
      guard text != shown else { return }
      shown = text
      Output.progress(text)
    }
  }
}
