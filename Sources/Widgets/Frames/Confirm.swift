import Cells

/// A question over everything else, with the keys that answer it.
public struct Confirm: Widget {
  private let question: String
  private let detail: String
  private let answers: [(key: String, words: String)]
  private let theme: Theme

  /// A question, what follows from it, and its answers.
  public init(
    _ question: String, detail: String = "", answers: [(key: String, words: String)], theme: Theme
  ) {
    self.question = question
    self.detail = detail
    self.answers = answers
    self.theme = theme
  }

  /// Draws the question in the middle.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let keys = answers.flatMap { [Span($0.key, theme.focus), Span(" \($0.words)   ", theme.text)] }
    let width = min(max(keys.columns - 3, question.columns, min(detail.columns, 56)), max(rect.width - 4, 0))
    let lines =
      [[]] + question.wrapped(to: width).map { [Span($0, theme.title)] }
      + detail.wrapped(to: width).map { [Span($0, theme.text)] } + [[], keys]
    let size = Size(width: width, height: lines.count)
    Overlay("", size: size, theme: theme, content: Lines(lines)).render(in: rect, on: &buffer)
  }
}
