/// A surface that shows cells and reports keys; all calls come from one thread.
public protocol Screen: AnyObject {
  /// The columns and rows there are now.
  var size: Size { get }
  /// The colours it shows.
  var colorDepth: ColorDepth { get }
  /// The glyphs it shows.
  var glyphs: GlyphSet { get }

  /// Shows the cells; only those that changed since the last call are sent.
  func present(_ buffer: CellBuffer) throws(ScreenClosed)
  /// The next input, or nil when none came within the time.
  func nextInput(within timeout: Duration) throws(ScreenClosed) -> Input?
  /// Makes the next presentation paint every cell, for a terminal that something else scribbled on.
  func redraw()
  /// Gives the terminal back to the shell and stops the process; returns when it goes on.
  func suspend()
  /// Gives the terminal back for good; later calls do nothing.
  func close()
}
