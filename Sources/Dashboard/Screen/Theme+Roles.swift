import Cells
import Events
import Widgets

extension Theme {
  /// The mark of a frequency bin.
  func mark(of bin: FrequencyBin) -> Mark {
    switch bin {
    case .rare: rare
    case .common: common
    case .frequent: frequent
    }
  }

  /// How a log level looks.
  func mark(of level: LogLevel) -> Mark {
    switch level {
    case .debug: Mark("·", faint)
    case .info: Mark(" ", text)
    case .warning: warning
    case .error: error
    }
  }

  /// The sign and word of what the trainer does.
  func badge(of state: RunState) -> Span {
    switch state {
    case .starting: Span("… starting", text)
    case .running: Span("▶ training", good.style)
    case .pausing: Span("║ pausing (finishing the step)", warning.style)
    case .paused: Span("║ paused", warning.style)
    case .evaluating: Span("◆ evaluating", title)
    case .checkpointing: Span("▼ saving", title)
    case .stopping: Span("■ stopping (finishing the step)", warning.style)
    case .finished: Span("✓ finished", good.style)
    case .stopped: Span("■ stopped", warning.style)
    case .failed: Span("✗ failed", error.style)
    }
  }
}
