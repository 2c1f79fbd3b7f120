import Cells

extension Pane {
  /// Every pane, in the order of Tab.
  public static let all: [Pane] = [
    .loss, .averagePrecision, .bins, .classes, .margin, .log, .system, .runs, .errors,
  ]

  static let loss = Pane(
    "1", "loss", title: "Loss", slice: .trainingChart(\.lossChart), sections: [.trainingChart, .lossChart],
    minimumSize: Size(width: 38, height: 6), slot: .top, figures: { $0.lossFigures }
  ) { LossPanel(state: $0, theme: $1) }

  static let averagePrecision = Pane(
    "2", "ap", title: "AP", slice: .trainingChart(\.precisionChart),
    sections: [.trainingChart, .precisionChart],
    minimumSize: Size(width: 38, height: 6), slot: .left, figures: { $0.precisionFigures }
  ) { PrecisionPanel(state: $0, theme: $1) }

  static let bins = Pane(
    "3", "bins", title: "Bins", slice: .classChart(\.binsChart, .images), sections: [.classChart],
    minimumSize: Size(width: 38, height: 6), slot: .right, figures: { $0.classFigures }
  ) { BinsPanel(state: $0, theme: $1) }

  static let classes = Pane(
    "4", "classes", title: "Classes", slice: .classes, sections: [.classTable],
    minimumSize: Size(width: 38, height: 4), slot: .bottom, figures: { $0.classFigures }
  ) { ClassesPanel(state: $0, theme: $1) }

  static let margin = Pane(
    "5", "margin", title: "Margin", slice: .classChart(\.marginChart, .rank), sections: [.classChart],
    minimumSize: Size(width: 38, height: 8), slot: .right, figures: { $0.classFigures }
  ) { MarginPanel(state: $0, theme: $1) }

  static let log = Pane(
    "6", "log", title: "Log", slice: .log, sections: [.log], minimumSize: Size(width: 30, height: 3),
    slot: .bottom, figures: { $0.logFigures }
  ) { LogPanel(state: $0, theme: $1) }

  static let system = Pane(
    "7", "system", title: "System", slice: .still, sections: [], minimumSize: Size(width: 38, height: 5),
    slot: .side, figures: { $0.systemFigures }
  ) { SystemPanel(state: $0, theme: $1) }

  static let runs = Pane(
    "8", "runs", title: "Runs", slice: .runs, sections: [.runs], minimumSize: Size(width: 38, height: 4),
    slot: .side, isThere: \.hasManyRuns, figures: { $0.runFigures }
  ) { RunsPanel(state: $0, theme: $1) }

  static let errors = Pane(
    "9", "errors", title: "Errors", slice: .trainingChart(\.precisionChart),
    sections: [.trainingChart, .precisionChart], minimumSize: Size(width: 38, height: 12), slot: .right,
    figures: { $0.errorFigures }
  ) { ErrorsPanel(state: $0, theme: $1) }

  /// The pane of a name; nil where there is none.
  public static func named(_ name: String) -> Pane? { all.first { $0.name == name } }
}
