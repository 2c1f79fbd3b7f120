import Cells
import Widgets

/// One pane alone in its frame, as a picture for reports.
public struct PanePicture: Widget {
  private let state: DashboardState
  private let pane: Pane
  private let theme: Theme

  /// A picture of a pane in a theme.
  public init(_ pane: Pane, of state: DashboardState, theme: Theme) {
    self.pane = pane
    self.state = state
    self.theme = theme
  }

  /// Draws the frame, then the pane inside.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let panel = pane.panel(state, theme)
    PaneFrame(
      panel: panel, title: [Span(panel.title, theme.title)], isFocused: false, isRuled: false, theme: theme
    ).render(in: rect, on: &buffer)
  }
}
