import Cells
import Events

/// What reaches the dashboard.
public enum Message: Sendable, Equatable {
  /// Something happened in a run.
  case event(RunEvent)
  /// A key was struck.
  case key(Key)
  /// A mouse button went down at a cell.
  case click(Point)
  /// The wheel turned over a cell; positive is towards the user.
  case scroll(Point, notches: Int)
  /// What became of a command, in words.
  case answer(String)
  /// The time is now, in seconds since 1970.
  case tick(Double)
  /// The screen has a new size.
  case resized(Size)
}

/// What the dashboard asks of the world around it.
public enum Command: Sendable, Equatable {
  /// Ask this of a run's trainer.
  case send(ControlRequest, RunID)
  /// Close the screen; training goes on, told in lines.
  case detach
  /// Give the terminal back for good; training goes on in the background.
  case goToBackground
  /// End the process at once, without waiting for the step.
  case abandon
  /// Paint every cell anew.
  case redraw
  /// Give the terminal back to the shell and stop the process.
  case suspend
  /// Use the next theme.
  case nextTheme
  /// Write what is shown to files: the screen as a drawing and as text, the figures of the pane.
  case write
}
