import Events

/// How somebody looks at a run, without the run: what is worth finding again.
public struct ViewState: Codable, Equatable, Sendable {
  /// The pane in focus, by its name.
  var pane: String
  var isMaximized: Bool
  /// What the loss pane shows; nil is the loss with its parts.
  var metric: String?
  /// What a mean keeps from one step to the next.
  var smoothing: Double
  var isLogarithmic: Bool
  /// The name of the theme, or its file.
  public var theme: String?
}

extension DashboardState {
  /// How it is looked at now.
  /// - Parameter theme: the theme that shows it.
  public func view(in theme: String?) -> ViewState {
    ViewState(
      pane: pane.name, isMaximized: isMaximized, metric: chosenMetric?.name, smoothing: lossChart.smoothing,
      isLogarithmic: lossChart.isLogarithmic, theme: theme)
  }

  /// Looks at it as somebody did before; what is no longer there stays as it is.
  public mutating func restore(_ view: ViewState) {
    if let pane = Pane.named(view.pane) { self.pane = pane }
    isMaximized = view.isMaximized
    chosenMetric = view.metric.map { MetricKey($0) }
    if let index = ChartOptions.smoothings.firstIndex(of: view.smoothing) { lossChart.smoothingIndex = index }
    lossChart.isLogarithmic = view.isLogarithmic
  }

  /// Looks at one pane.
  public mutating func show(_ pane: Pane) { self.pane = pane }

  /// Draws a metric instead of the loss.
  public mutating func show(_ metric: MetricKey) { chosenMetric = metric }
}
