import Cells
import Widgets

/// One pane's content: reads the state, writes cells, changes nothing.
protocol Panel: Widget {
  /// What the pane shows, for its border.
  var title: String { get }
  /// How it is looked at just now, for the border's other end.
  var detail: String { get }
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
