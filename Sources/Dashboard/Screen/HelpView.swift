import Cells
import Widgets

/// The key table, printed in two columns.
struct HelpView: Widget {
  let role: DashboardState.Role
  let theme: Theme

  private let left: [KeyContext] = [.everywhere, .log]
  private static let columnWidth = 38

  /// Who looks on has no training keys, and often many runs.
  private var right: [KeyContext] {
    switch role {
    case .trainer: [.training, .chart, .table]
    case .viewer: [.training, .chart, .runs]
    }
  }

  var size: Size {
    Size(width: 2 * Self.columnWidth + 2, height: max(Self.rowCount(of: left), Self.rowCount(of: right)))
  }

  private static func rowCount(of contexts: [KeyContext]) -> Int {
    contexts.reduce(contexts.count - 1) { $0 + 1 + KeyTable.help(of: $1).count }
  }

  func render(in rect: Rect, on buffer: inout CellBuffer) {
    let columns = rect.columns([.ratio(1), .ratio(1)], gap: 2)
    Lines(lines(of: left)).render(in: columns[0], on: &buffer)
    Lines(lines(of: right)).render(in: columns[1], on: &buffer)
  }

  private func lines(of contexts: [KeyContext]) -> [[Span]] {
    Array(contexts.map(section).joined(separator: [[]]))
  }

  private func section(_ context: KeyContext) -> [[Span]] {
    [[Span(context.title, theme.title)]]
      + KeyTable.help(of: context).map { line in
        [Span(line.label.padded(to: 8), theme.focus), Span(line.text, theme.text)]
      }
  }
}
