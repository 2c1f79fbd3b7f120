import Cells

/// A sentence in the middle of a pane that has nothing else to show yet: what will fill it, and when.
public struct Notice: Widget {
  private let text: String
  private let style: Style

  /// A sentence, wrapped between words.
  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  /// Draws the sentence in the middle.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let lines = text.wrapped(to: rect.width).prefix(rect.height)
    let top = rect.top + (rect.height - lines.count) / 2
    for (index, line) in lines.enumerated() {
      let column = rect.left + (rect.width - line.columns) / 2
      buffer.write(line, at: Point(column: column, row: top + index), style, in: rect)
    }
  }
}

extension String {
  /// Lines of at most so many columns, broken between words, a longer word cut in its middle.
  func wrapped(to columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    return split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      paragraph.split(separator: " ").reduce(into: [""]) { lines, word in
        let word = word.fitted(to: columns)
        let line = lines[lines.count - 1]
        if line.isEmpty {
          lines[lines.count - 1] = word
        } else if line.columns + 1 + word.columns <= columns {
          lines[lines.count - 1] = line + " " + word
        } else {
          lines.append(word)
        }
      }
    }
  }
}
