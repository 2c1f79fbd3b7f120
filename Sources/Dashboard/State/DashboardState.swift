import Cells
import Events

/// Everything the screen shows, and nothing that it does not.
public struct DashboardState: Sendable, Equatable {
  /// Whether the keys reach a trainer.
  public enum Role: Sendable {
    /// The trainer runs in this process.
    case trainer
    /// The run is looked at from outside.
    case viewer
  }

  /// Whether the keys reach a trainer.
  public let role: Role

  /// What becomes of a run that comes.
  public enum NewRuns: Sendable {
    /// It is listed.
    case listed
    /// It is drawn with the others, and looked at once the one before has ended.
    case compared
  }

  let clock: WallClock
  /// What becomes of a run that comes.
  let newRuns: NewRuns
  private let references: [ReferenceResult]

  var runs: [RunHistory] = []
  /// Where each run is among them.
  var runIndices: [RunID: Int] = [:]
  var focusedIndex = 0
  var runList = ListState<RunHistory>(sortedBy: "name", pinning: .inPlace)
  /// Whether a run came since the runs were put into order.
  var runsAreOutdated = false
  /// What concerns no run in particular: a folder that cannot be read.
  var notes = LogRing()
  /// What the loss pane shows; nil is the loss with its parts.
  var chosenMetric: MetricKey?
  /// Whose AP is compared between runs.
  var comparedPrecision = PrecisionLine.all
  /// Seconds since 1970.
  public internal(set) var now: Double
  /// Columns and rows of the screen.
  public internal(set) var size: Size

  var pane = Pane.loss
  var isMaximized = false
  var lossChart = ChartOptions(isLogarithmic: true)
  var precisionChart = ChartOptions()
  var binsChart = ChartOptions(isLogarithmicX: true)
  var marginChart = ChartOptions()
  var classes = ListState<ClassRow>(sortedBy: "AP", pinning: .toTheTop)
  /// The classes listed: those of one bin, or all.
  var classBin: FrequencyBin?
  var logView = LogOptions()
  var overlay: Overlay?
  /// What AP is shown of; nil is masks where they are evaluated.
  var chosenTask: EvaluationTask?
  /// How many evaluations back the panes show.
  var evaluationsBack = 0
  /// An answer to the last key, shown for a moment.
  var notice: Notice?

  /// A state without runs.
  /// - Parameter references: published results, drawn beside those of a run with as many classes.
  public init(
    role: Role, size: Size, now: Double, secondsFromGMT: Int, newRuns: NewRuns = .listed,
    references: [ReferenceResult] = []
  ) {
    self.role = role
    self.newRuns = newRuns
    self.size = size
    self.now = now
    self.references = references
    clock = WallClock(secondsFromGMT: secondsFromGMT)
  }

  /// What lies over the panes and takes the keys.
  enum Overlay: Sendable, Equatable {
    case alerts, stopQuestion, abandonQuestion
    case help(HelpState)
    case search(String)
    case metricPicker(MetricPicker)
  }

  struct Notice: Sendable, Equatable {
    let text: String
    let time: Double
  }

  /// How the log is looked at.
  struct LogOptions: Sendable, Equatable {
    var minimum = LogLevel.info
    var search = ""
    /// Lines between the last one and the bottom; 0 follows.
    var linesBack = 0
  }
}

// MARK: - What follows from it

extension DashboardState {
  private static let noticeSeconds = 4.0

  /// The published results that the run in focus can be measured against.
  var comparableReferences: [ReferenceResult] {
    references.filter { $0.classCount == run?.classes.count }
  }

  var run: RunHistory? { runs.indices.contains(focusedIndex) ? runs[focusedIndex] : nil }

  /// Whether the focused run's trainer has ended.
  public var hasEnded: Bool { run?.hasEnded ?? false }

  /// Whether the training keys reach the focused run's trainer.
  var takesRequests: Bool {
    guard let run, run.source == nil else { return false }
    return !run.hasEnded && (role == .trainer || run.holding?.holder != nil)
  }

  /// Whether this process trains the run in focus.
  var trainsHere: Bool { role == .trainer && !hasEnded }

  /// Whether the focused run ended because somebody stopped it.
  public var wasStopped: Bool { run?.state == .stopped }

  /// How files of what is shown are called, without an ending: for the run, its step and the pane. Whatever the run is
  /// called, this is one name, and no path.
  public var pictureName: String {
    let name = (run?.name ?? "screen").map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
    let stem = String(name.drop { $0 == "." || $0 == "-" }.prefix(80))
    return "\(stem.isEmpty ? "run" : stem)-step-\(run?.step ?? 0)-\(pane.name)"
  }

  /// Whether there is anything to show.
  public var hasRuns: Bool { !runs.isEmpty }

  /// The pane in focus.
  public var focusedPane: Pane { pane }

  /// The evaluation the panes show, and the one before it.
  var evaluation: EvaluationReport? { evaluation(back: evaluationsBack) }
  var previousEvaluation: EvaluationReport? { evaluation(back: evaluationsBack + 1) }

  private func evaluation(back count: Int) -> EvaluationReport? {
    guard let evaluations = run?.evaluations, count < evaluations.count else { return nil }
    return evaluations[evaluations.count - 1 - count].report
  }

  var task: EvaluationTask { chosenTask ?? run?.evaluations.last?.report.task ?? .mask }

  /// The answer to the last key while it is fresh.
  var freshNotice: String? {
    notice.flatMap { now - $0.time < Self.noticeSeconds ? $0.text : nil }
  }

  /// Whether the time alone changes the picture: the clock of a run at work, a notice that goes, a run that falls silent.
  public func looksDifferent(at now: Double, thanAt before: Double) -> Bool {
    if let run, run.source == nil, run.takesRequests { return true }
    if let notice, notice.time + Self.noticeSeconds + 1 >= before { return true }
    return runs.contains { ($0.silentSince(at: now) == nil) != ($0.silentSince(at: before) == nil) }
  }

  /// Margins of the moment the panes show.
  var attainedMargins: [Int: AttainedMargin] {
    run?.margins(at: evaluationsBack == 0 ? nil : evaluation?.step) ?? [:]
  }

  /// Background regions for each foreground one, counted up to the moment the panes show; nil where nobody counts.
  var backgroundToForeground: Double? {
    let samples = run?.series[.backgroundToForeground]
    guard evaluationsBack > 0, let step = evaluation?.step else { return samples?.last?.value }
    return samples?.last(atMost: step)?.value
  }

  /// Every class with all that is known of it, in index order.
  var classRows: [ClassRow] {
    guard let run else { return [] }
    let results = evaluation?.classes ?? []
    let earlier = previousEvaluation?.classes ?? []
    let margins = attainedMargins
    return run.classes.enumerated().map { index, facts in
      let result = index < results.count ? results[index] : nil
      let precision = result?[.averagePrecision(task)]
      let before = index < earlier.count ? earlier[index][.averagePrecision(task)] : nil
      return ClassRow(
        index: index, facts: facts, attained: margins[index], result: result, averagePrecision: precision,
        change: precision.flatMap { new in before.map { new - $0 } })
    }
  }

  /// The log lines that pass the level chosen, oldest first.
  var shownLogLines: [LogLine] {
    logLines.filter { $0.level >= logView.minimum }
  }

  /// The log of the run in focus with what concerns every run, by time.
  var logLines: [LogLine] {
    let lines = run?.log.lines ?? []
    return notes.lines.isEmpty ? lines : (lines + notes.lines).sorted { $0.time < $1.time }
  }

  /// The steps the charts can show.
  var steps: ClosedRange<Double> {
    comparedRuns.reduce(nil as ClosedRange<Double>?) { range, run in
      let steps = steps(of: run)
      return range.map { min($0.lowerBound, steps.lowerBound)...max($0.upperBound, steps.upperBound) }
        ?? steps
    } ?? 0...1
  }

  private func steps(of run: RunHistory) -> ClosedRange<Double> {
    let shown = shownKey(of: run).flatMap { run.series[$0] }
    let first = shown?.main.first?.step ?? 0
    // A run seen from its first step on begins at the origin.
    let start = first <= 1 ? 0 : first
    let last = max(
      shown?.ghosts.compactMap { $0.last?.step }.max() ?? 0, run.step, shown?.main.last?.step ?? 0)
    return Double(min(start, run.step))...Double(max(last, first + 1))
  }
}
