import Cells
import Widgets

/// One pane's content: reads the state, writes cells, changes nothing.
protocol Panel: Widget {
  /// What the pane shows, for its border.
  var title: String { get }
  /// How it is looked at just now, for the border's other end.
  var detail: String { get }
}

extension Pane {
  /// The panel with that number.
  func panel(_ state: DashboardState, _ theme: Theme) -> any Panel {
    switch self {
    case .loss: LossPanel(state: state, theme: theme)
    case .averagePrecision: PrecisionPanel(state: state, theme: theme)
    case .bins: BinsPanel(state: state, theme: theme)
    case .classes: ClassesPanel(state: state, theme: theme)
    case .margin: MarginPanel(state: state, theme: theme)
    case .log: LogPanel(state: state, theme: theme)
    case .system: SystemPanel(state: state, theme: theme)
    case .runs: RunsPanel(state: state, theme: theme)
    }
  }
}

extension DashboardState {
  /// Which moment the evaluation panes show: "step 600 (epoch 2)", with how far back.
  var evaluationPhrase: String {
    guard let evaluation else { return "" }
    let back = evaluationsBack == 0 ? "" : " · \(evaluationsBack) back"
    let axis = run?.stepAxis ?? .steps
    let step = "\(axis.unit.rawValue) \(axis.text(of: evaluation.step))"
    guard evaluation.epoch.isFinite, axis.unit != .epoch else { return step + back }
    let epoch =
      evaluation.epoch == evaluation.epoch.rounded() ? evaluation.epoch.fixed(0) : evaluation.epoch.fixed(1)
    return "\(step), epoch \(epoch)\(back)"
  }
}
