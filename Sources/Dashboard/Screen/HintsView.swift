import Cells
import Widgets

/// The last line: what the keys do here, the answer to the last one, or what is being typed.
struct HintsView: Widget {
  let state: DashboardState
  let theme: Theme

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    if case .search(let text) = state.overlay {
      let line = [
        Span(" /", theme.title), Span(text + "█", theme.text), Span("  Enter keeps, Esc clears", theme.faint),
      ]
      buffer.write(line, at: rect.origin, in: rect)
    } else if let notice = state.freshNotice {
      buffer.write(" " + notice, at: rect.origin, theme.title, in: rect)
    } else {
      drawHints(in: rect, on: &buffer)
    }
  }

  /// As many as fit; help and the way out always.
  private func drawHints(in rect: Rect, on buffer: inout CellBuffer) {
    let hints = state.hints.reduce(into: [Binding]()) { kept, hint in
      kept.removeAll { $0.label == hint.label }
      kept.append(hint)
    }
    let always = hints.filter { Self.always.contains($0.label) }.map(span)
    let room = rect.width - 1 - always.joined().reduce(0) { $0 + $1.text.columns }
    var spans: [Span] = []
    for hint in hints where !Self.always.contains(hint.label) {
      let next = span(hint)
      if spans.columns + next.columns > room { break }
      spans += next
    }
    buffer.write([" "] + spans + always.joined(), at: rect.origin, in: rect)
  }

  private static let always = ["?", "q"]

  private func span(_ hint: Binding) -> [Span] {
    [Span(hint.label, theme.title), Span(" \(hint.hint)  ", theme.faint)]
  }
}
