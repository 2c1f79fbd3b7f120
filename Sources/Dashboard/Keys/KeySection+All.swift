import Cells

extension KeySection {
  /// Every section there is, in the order of the help.
  static let all: [KeySection] = [
    .everywhere, .training, .trainingChart, .lossChart, .precisionChart, .classChart, .classTable, .log,
    .runs,
  ]

  static let everywhere = KeySection(
    title: "Everywhere",
    bindings: [
      Binding(
        "1–8", [.character("1")], "the pane of that number", .screen(.focus(.loss)))
    ] + Pane.all.dropFirst().map { Binding([.character($0.key)], .screen(.focus($0))) } + [
      Binding("Tab", [.tab], "next pane, Shift-Tab previous", .screen(.nextPane), hint: "pane"),
      Binding([.backtab], .screen(.previousPane)),
      Binding("z", [.character("z")], "maximise the pane, and back", .screen(.toggleMaximized)),
      Binding("j k g G", [.character("j"), .down], "move, also with arrows", .list(.move(.rows(1)))),
      Binding([.character("k"), .up], .list(.move(.rows(-1)))),
      Binding([.character("g"), .home], .list(.move(.first))),
      Binding([.character("G"), .end], .list(.move(.last))),
      Binding("^D ^U", [.control("d"), .pageDown], "half a page down, up", .list(.move(.halfPage(1)))),
      Binding([.control("u"), .pageUp], .list(.move(.halfPage(-1)))),
      Binding("< >", [.character("<")], "earlier, later evaluation", .screen(.earlierEvaluation)),
      Binding([.character(">")], .screen(.laterEvaluation)),
      Binding(
        "{ }", [.character("{")], "previous, next run", .screen(.previousRun), when: \.hasManyRuns),
      Binding([.character("}")], .screen(.nextRun), when: \.hasManyRuns),
      Binding("b", [.character("b")], "AP of boxes or of masks", .screen(.toggleTask)),
      Binding("M", [.character("M")], "choose the metric shown", .screen(.pickMetric)),
      Binding("a", [.character("a")], "alerts", .screen(.alerts)),
      Binding("T", [.character("T")], "next theme", .screen(.nextTheme)),
      Binding("w", [.character("w")], "write SVG, text and CSV", .screen(.write)),
      Binding("^L", [.control("l")], "draw anew", .screen(.redraw)),
      Binding("^Z", [.control("z")], "suspend (fg comes back)", .screen(.suspend)),
      Binding("?", [.character("?"), .function(1)], "this help", .screen(.help), hint: "help"),
      Binding("Esc", [.escape], "clears cursor, mark, search", .screen(.escape)),
      Binding("q", [.character("q")], "leave", .screen(.detach), hint: "quit"),
      Binding(
        "q", [.character("q")], "detach: training goes on", .screen(.detach), hint: "detach",
        when: \.trainsHere),
      Binding(
        "D", [.character("D")], "leave the terminal, train on", .screen(.goToBackground), when: \.trainsHere),
    ])

  static let training = KeySection(
    title: "Training",
    bindings: [
      Binding(
        "P", [.character("P")], "pause after this step; resume", .training(.pauseOrResume), hint: "pause",
        when: \.takesRequests),
      Binding(
        "C", [.character("C")], "checkpoint after this step", .training(.checkpoint), hint: "ckpt",
        when: \.takesRequests),
      Binding(
        "E", [.character("E")], "evaluate after this step", .training(.evaluate), hint: "eval",
        when: \.takesRequests),
      Binding(
        "K ^C", [.character("K"), .control("c")], "stop: asks once, saves first", .training(.stop),
        hint: "stop", when: \.takesRequests),
    ])

  /// Charts over training, whose cursor is a step.
  static let trainingChart = KeySection(
    title: "Charts",
    bindings: [
      Binding(
        "← →", [.character("h"), .left], "cursor, exact values; H L ×10", .chart(.moveCursor(hundredths: -1)),
        hint: "cursor"),
      Binding([.character("l"), .right], .chart(.moveCursor(hundredths: 1))),
      Binding([.character("H")], .chart(.moveCursor(hundredths: -10))),
      Binding([.character("L")], .chart(.moveCursor(hundredths: 10))),
      Binding(
        "+ - 0", [.character("+"), .character("=")], "zoom in, out, fit all", .chart(.zoomIn), hint: "zoom"),
      Binding([.character("-")], .chart(.zoomOut)),
      Binding([.character("0")], .chart(.fit)),
      Binding("F", [.character("F")], "follow the newest step", .chart(.follow)),
      Binding("x", [.character("x")], "x: step, epoch, time", .chart(.nextAxis), hint: "x"),
      Binding("y X", [.character("y")], "log y, log x", .chart(.toggleLogarithmic), hint: "log y"),
      Binding([.character("X")], .chart(.toggleLogarithmicX)),
      Binding("m", [.character("m")], "mark to measure from", .chart(.setMark)),
      Binding([.enter], .screen(.toggleMaximized)),
    ])

  static let lossChart = KeySection(
    title: "Loss",
    bindings: [
      Binding(
        "[ ]", [.character("[")], "less, more smoothing", .chart(.changeSmoothing(by: -1)), hint: "smooth"),
      Binding([.character("]")], .chart(.changeSmoothing(by: 1))),
      Binding("e", [.character("e")], "envelope of least and greatest", .chart(.toggleEnvelope)),
      Binding("/", [.character("/")], "choose the metric shown", .screen(.pickMetric), hint: "metric"),
    ])

  static let precisionChart = KeySection(
    title: "AP",
    bindings: [
      Binding(
        "f", [.character("f")], "compare AP of all, r, c or f", .screen(.nextPrecision), hint: "bin",
        when: \.isComparing)
    ])

  /// Charts of every class, whose cursor is the class chosen.
  static let classChart = KeySection(
    title: "Bins and Margin",
    bindings: [
      Binding(
        "← →", [.character("h"), .left], "class to the left, right; H L ×10",
        .chart(.moveCursor(hundredths: -1)),
        hint: "class"),
      Binding([.character("l"), .right], .chart(.moveCursor(hundredths: 1))),
      Binding([.character("H")], .chart(.moveCursor(hundredths: -10))),
      Binding([.character("L")], .chart(.moveCursor(hundredths: 10))),
      Binding(
        "+ - 0", [.character("+"), .character("=")], "zoom in, out, fit all", .chart(.zoomIn), hint: "zoom"),
      Binding([.character("-")], .chart(.zoomOut)),
      Binding([.character("0")], .chart(.fit)),
      Binding("X", [.character("X")], "log x", .chart(.toggleLogarithmicX), hint: "log x"),
      Binding([.enter], .screen(.toggleMaximized)),
    ])

  static let classTable = KeySection(
    title: "Classes",
    bindings: [
      Binding(
        "s S", [.character("s")], "sort by next column; reverse", .list(.sortByNextColumn), hint: "sort"),
      Binding([.character("S")], .list(.reverseSort)),
      Binding("f", [.character("f")], "rare, common, frequent or all", .list(.nextFilter), hint: "filter"),
      Binding("/ n N", [.character("/")], "search; next, previous", .list(.search), hint: "search"),
      Binding([.character("n")], .list(.nextMatch)),
      Binding([.character("N")], .list(.previousMatch)),
      Binding("p", [.character("p"), .character(" ")], "pin the class to the top", .list(.pin), hint: "pin"),
      Binding([.enter], .screen(.toggleMaximized)),
    ])

  static let log = KeySection(
    title: "Log",
    bindings: [
      Binding("f", [.character("f")], "least level shown", .list(.nextFilter), hint: "level"),
      Binding("/ n N", [.character("/")], "search; older, newer match", .list(.search), hint: "search"),
      Binding([.character("n")], .list(.nextMatch)),
      Binding([.character("N")], .list(.previousMatch)),
      Binding("F", [.character("F")], "follow the newest line", .list(.follow), hint: "follow"),
      Binding([.enter], .screen(.toggleMaximized)),
    ])

  static let runs = KeySection(
    title: "Runs",
    bindings: [
      Binding("Enter", [.enter], "look at the run's charts", .screen(.openRun), hint: "open"),
      Binding(
        "Space p", [.character(" "), .character("p")], "draw it with the others, or not", .list(.pin),
        hint: "compare"),
      Binding(
        "s S", [.character("s")], "sort by next column; reverse", .list(.sortByNextColumn), hint: "sort"),
      Binding([.character("S")], .list(.reverseSort)),
      Binding("/", [.character("/")], "search by name", .list(.search), hint: "search"),
    ])
}
