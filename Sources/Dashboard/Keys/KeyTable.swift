import Cells

/// One line of the key table: what the keys do, and how the help says so.
struct Binding: Sendable {
  let context: KeyContext
  let keys: [Key]
  let label: String
  let help: String
  let action: Action
  /// One word for the line at the bottom of the screen; empty where it is left out.
  let hint: String

  init(
    _ context: KeyContext, _ label: String, _ keys: [Key], _ help: String, _ action: Action,
    hint: String = ""
  ) {
    self.context = context
    self.keys = keys
    self.label = label
    self.help = help
    self.action = action
    self.hint = hint
  }
}

/// Every key there is: what a key does is looked up here, and the help is printed from here.
enum KeyTable {
  static let bindings: [Binding] = everywhere + training + chart + table + log + runs

  /// What a key does in a context, or everywhere.
  static func action(of key: Key, in context: KeyContext) -> Action? {
    bindings.last { $0.keys.contains(key) && ($0.context == context || $0.context.isGlobal) }?.action
  }

  /// The lines of the help: one for each label, keys of opposite effect sharing theirs.
  static func help(of context: KeyContext) -> [(label: String, text: String)] {
    bindings.filter { $0.context == context && !$0.help.isEmpty }.map { ($0.label, $0.help) }
  }

  /// The words of the bottom line for a pane, training first.
  static func hints(in context: KeyContext) -> [(label: String, word: String)] {
    let shown = bindings.filter { !$0.hint.isEmpty }
    let order = [.training, context, .everywhere] as [KeyContext]
    return order.flatMap { context in shown.filter { $0.context == context } }.map { ($0.label, $0.hint) }
  }

  private static let everywhere: [Binding] =
    Pane.allCases.map { pane in
      Binding(
        .everywhere, "1-8", [.character(Character("\(pane.rawValue)"))],
        pane == .loss ? "pane of that number; 8 runs" : "", .focus(pane))
    } + [
      Binding(.everywhere, "Tab", [.tab], "next pane, Shift-Tab previous", .nextPane, hint: "pane"),
      Binding(.everywhere, "", [.backtab], "", .previousPane),
      Binding(.everywhere, "z", [.character("z")], "maximise the pane, and back", .toggleMaximized),
      Binding(.everywhere, "j k g G", [.character("j"), .down], "move, also with arrows", .move(.rows(1))),
      Binding(.everywhere, "", [.character("k"), .up], "", .move(.rows(-1))),
      Binding(.everywhere, "", [.character("g"), .home], "", .move(.first)),
      Binding(.everywhere, "", [.character("G"), .end], "", .move(.last)),
      Binding(
        .everywhere, "^D ^U", [.control("d"), .pageDown], "half a page down, up", .move(.halfPage(1))),
      Binding(.everywhere, "", [.control("u"), .pageUp], "", .move(.halfPage(-1))),
      Binding(.everywhere, "< >", [.character("<")], "earlier, later evaluation", .earlierEvaluation),
      Binding(.everywhere, "", [.character(">")], "", .laterEvaluation),
      Binding(.everywhere, "{ }", [.character("{")], "previous, next run", .previousRun),
      Binding(.everywhere, "", [.character("}")], "", .nextRun),
      Binding(.everywhere, "b", [.character("b")], "AP of boxes or of masks", .toggleTask),
      Binding(.everywhere, "a", [.character("a")], "alerts", .alerts),
      Binding(.everywhere, "T", [.character("T")], "next theme", .nextTheme),
      Binding(.everywhere, "w", [.character("w")], "write the screen to a file", .writeScreen),
      Binding(.everywhere, "^L", [.control("l")], "draw anew", .redraw),
      Binding(.everywhere, "^Z", [.control("z")], "suspend, training too (fg)", .suspend),
      Binding(.everywhere, "?", [.character("?"), .function(1)], "this help", .help, hint: "help"),
      Binding(.everywhere, "q", [.character("q")], "detach: training goes on", .detach, hint: "detach"),
      Binding(
        .everywhere, "D", [.character("D")], "leave the terminal, train on", .goToBackground),
      Binding(.everywhere, "", [.escape], "", .close),
    ]

  private static let training = [
    Binding(
      .training, "P", [.character("P")], "pause after this step; resume", .pauseOrResume, hint: "pause"),
    Binding(.training, "C", [.character("C")], "checkpoint after this step", .checkpoint, hint: "ckpt"),
    Binding(.training, "E", [.character("E")], "evaluate after this step", .evaluate, hint: "eval"),
    Binding(
      .training, "K ^C", [.character("K"), .control("c")], "stop: asks once, saves first", .stop, hint: "stop"
    ),
  ]

  private static let chart = [
    Binding(
      .chart, "← →", [.character("h"), .left], "cursor, exact values; H L ×10", .moveCursor(hundredths: -1),
      hint: "cursor"),
    Binding(.chart, "", [.character("l"), .right], "", .moveCursor(hundredths: 1)),
    Binding(.chart, "", [.character("H")], "", .moveCursor(hundredths: -10)),
    Binding(.chart, "", [.character("L")], "", .moveCursor(hundredths: 10)),
    Binding(
      .chart, "+ - 0", [.character("+"), .character("=")], "zoom in, out, fit all", .zoomIn, hint: "zoom"),
    Binding(.chart, "", [.character("-")], "", .zoomOut),
    Binding(.chart, "", [.character("0")], "", .fit),
    Binding(.chart, "F", [.character("F")], "follow the newest step", .follow),
    Binding(.chart, "x X y", [.character("x")], "x: step, epoch, time; log x, y", .nextAxis),
    Binding(.chart, "", [.character("X")], "", .toggleLogarithmicX),
    Binding(.chart, "y", [.character("y")], "", .toggleLogarithmic, hint: "log y"),
    Binding(
      .chart, "[ ]", [.character("[")], "less, more smoothing", .changeSmoothing(by: -1), hint: "smooth"),
    Binding(.chart, "", [.character("]")], "", .changeSmoothing(by: 1)),
    Binding(.chart, "e m", [.character("e")], "envelope; mark to measure from", .toggleEnvelope),
    Binding(.chart, "", [.character("m")], "", .setMark),
    Binding(
      .chart, "M /", [.character("M"), .character("/")], "choose the metric shown", .pickMetric,
      hint: "metric"),
    Binding(.chart, "f", [.character("f")], "compare AP of all, r, c or f", .nextPrecision),
    Binding(.chart, "", [.enter], "", .toggleMaximized),
  ]

  private static let table = [
    Binding(
      .table, "s S", [.character("s")], "sort by next column; reverse", .sortByNextColumn, hint: "sort"),
    Binding(.table, "", [.character("S")], "", .reverseSort),
    Binding(.table, "f", [.character("f")], "rare, common, frequent or all", .nextFilter, hint: "filter"),
    Binding(.table, "/ n N", [.character("/")], "search; next, previous", .search, hint: "search"),
    Binding(.table, "", [.character("n")], "", .nextMatch),
    Binding(.table, "", [.character("N")], "", .previousMatch),
    Binding(.table, "p", [.character("p"), .character(" ")], "pin the class to the top", .pin),
    Binding(.table, "", [.enter], "", .toggleMaximized),
  ]

  private static let log = [
    Binding(.log, "f", [.character("f")], "least level shown", .nextFilter, hint: "level"),
    Binding(.log, "/ n N", [.character("/")], "search; older, newer match", .search, hint: "search"),
    Binding(.log, "", [.character("n")], "", .nextMatch),
    Binding(.log, "", [.character("N")], "", .previousMatch),
    Binding(.log, "F", [.character("F")], "follow the newest line", .follow),
    Binding(.log, "", [.enter], "", .toggleMaximized),
  ]

  private static let runs = [
    Binding(.runs, "Enter", [.enter], "look at the run's charts", .openRun, hint: "open"),
    Binding(
      .runs, "Space p", [.character(" "), .character("p")], "draw it with the others, or not", .pin,
      hint: "compare"),
    Binding(.runs, "s S", [.character("s")], "sort by next column; reverse", .sortByNextColumn, hint: "sort"),
    Binding(.runs, "", [.character("S")], "", .reverseSort),
    Binding(.runs, "/", [.character("/")], "search by name", .search, hint: "search"),
  ]
}

extension KeyContext {
  /// Whether its keys work in every pane.
  var isGlobal: Bool { self == .everywhere || self == .training }
}
