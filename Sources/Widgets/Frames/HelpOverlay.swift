import Cells

/// All keys and what they do, over everything else; two columns where they are needed and fit.
public struct HelpOverlay: Widget {
  private let title: String
  private let entries: [(key: String, words: String)]
  private let theme: Theme

  /// Help from the table that also decides what keys do.
  public init(title: String, _ entries: [(key: String, words: String)], theme: Theme) {
    self.title = title
    self.entries = entries
    self.theme = theme
  }

  /// Draws the help in the middle.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let keyWidth = entries.map(\.key.columns).max() ?? 0
    let columnWidth = keyWidth + 2 + (entries.map(\.words.columns).max() ?? 0)
    let isTall = entries.count + 2 > rect.height && 2 * columnWidth + 7 <= rect.width
    let height = isTall ? (entries.count + 1) / 2 : entries.count
    let lines = (0..<height).map { row in
      let left = line(entries[row], keyWidth, padded: columnWidth + 3)
      return isTall && row + height < entries.count
        ? left + line(entries[row + height], keyWidth, padded: 0) : left
    }
    let width = (isTall ? 2 * columnWidth + 3 : columnWidth) + 4
    let box = rect.centered(width: max(width, title.columns + 8), height: height + 2)
    buffer.overlay(title, in: box, theme: theme, content: Lines(lines: lines))
  }

  private func line(_ entry: (key: String, words: String), _ keyWidth: Int, padded width: Int) -> [Span] {
    let words = entry.words.padded(to: max(width - keyWidth - 2, entry.words.columns))
    return [Span(entry.key.padded(to: keyWidth), theme.focus), Span("  " + words, theme.text)]
  }
}
