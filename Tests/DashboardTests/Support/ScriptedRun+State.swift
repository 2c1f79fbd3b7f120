import Cells
import ScriptedRuns

@testable import Dashboard

extension ScriptedRun {
  /// The state after all its events.
  func state(width: Int, height: Int, role: DashboardState.Role = .trainer) -> DashboardState {
    var state = DashboardState(
      role: role, size: Size(width: width, height: height), now: Self.start, secondsFromGMT: 0)
    for event in events { _ = state.apply(.event(event)) }
    _ = state.apply(.tick(time + 0.1))
    return state
  }
}
