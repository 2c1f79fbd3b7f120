import Cells
import Widgets

/// The whole screen, drawn from the state.
public struct DashboardView: Widget {
  private let state: DashboardState
  private let theme: Theme

  /// A picture of a state in a theme.
  public init(_ state: DashboardState, theme: Theme) {
    self.state = state
    self.theme = theme
  }

  /// Draws every pane where the layout puts it, then what lies over them.
  public func render(in rect: Rect, on buffer: inout CellBuffer) {
    let layout = ScreenLayout(
      size: rect.size, focus: state.pane, isMaximized: state.isMaximized,
      cast: state.hasManyRuns ? .manyRuns : .oneRun)
    for (part, place) in layout.places { draw(part, in: place, of: layout.form, on: &buffer) }
    guard layout.form != .onlyStatus else { return }
    OverlayView(state: state, theme: theme).render(in: rect, on: &buffer)
  }

  private func draw(
    _ part: ScreenLayout.Part, in place: Rect, of form: ScreenLayout.Form, on buffer: inout CellBuffer
  ) {
    switch part {
    case .status: StatusView(state: state, theme: theme).render(in: place, on: &buffer)
    case .hints: HintsView(state: state, theme: theme).render(in: place, on: &buffer)
    case .pane(let pane): frame(pane, form: form).render(in: place, on: &buffer)
    case .precisionGauge:
      strip(PrecisionGauge(state: state, theme: theme), form: form).render(in: place, on: &buffer)
    case .classList:
      strip(ClassesPanel(state: state, theme: theme), form: form).render(in: place, on: &buffer)
    case .classCard: strip(ClassCard(state: state, theme: theme), form: form).render(in: place, on: &buffer)
    case .runCard: strip(RunCard(state: state, theme: theme), form: form).render(in: place, on: &buffer)
    case .events: strip(EventsView(state: state, theme: theme), form: form).render(in: place, on: &buffer)
    }
  }

  private func frame(_ pane: Pane, form: ScreenLayout.Form) -> PaneFrame {
    let panel = pane.panel(state, theme)
    let isFocused = pane == state.pane
    let title =
      form == .stacked
      ? tabs : [Span("\(pane.key) \(panel.title)", isFocused ? theme.focus : theme.title)]
    return PaneFrame(
      panel: panel, title: title, isFocused: isFocused, isRuled: form == .stacked, theme: theme)
  }

  private func strip(_ panel: any Panel, form: ScreenLayout.Form) -> PaneFrame {
    PaneFrame(
      panel: panel, title: [Span(panel.title, theme.title)], isFocused: false, isRuled: form == .stacked,
      theme: theme)
  }

  /// The names of all panes, the one in focus in brackets.
  private var tabs: [Span] {
    Array(
      state.panes.map { pane -> [Span] in
        pane == state.pane
          ? [Span("[\(pane.key) \(pane.title)]", theme.focus)]
          : [Span("\(pane.key) ", theme.faint), Span(pane.title, theme.text)]
      }.joined(separator: [" "]))
  }
}
