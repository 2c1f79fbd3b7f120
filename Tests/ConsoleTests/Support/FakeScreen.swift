import Cells

/// A screen without a terminal: plays keys in order and keeps what it was shown.
final class FakeScreen: Screen {
  var size = Size(width: 80, height: 24)
  let colorDepth = ColorDepth.mono
  let glyphs = GlyphSet.braille
  private(set) var pictures: [String] = []
  private(set) var isClosed = false
  private(set) var redraws = 0
  private(set) var suspensions = 0
  /// What happens at each wait for input, in order; after the last one the terminal is gone.
  var script: [Step]

  enum Step {
    case key(Key)
    case silence
    case action(() -> Void)
  }

  init(_ script: [Step]) { self.script = script }

  func present(_ buffer: CellBuffer) throws(ScreenClosed) { pictures.append(buffer.text) }

  func nextInput(within timeout: Duration) throws(ScreenClosed) -> Input? {
    guard timeout > .zero || pictures.isEmpty else { return nil }
    guard !script.isEmpty else { throw ScreenClosed(reason: "the script is over") }
    switch script.removeFirst() {
    case .key(let key): return .key(key)
    case .silence: return nil
    case .action(let action):
      action()
      return nil
    }
  }

  func redraw() { redraws += 1 }
  func suspend() { suspensions += 1 }
  func close() { isClosed = true }
}
