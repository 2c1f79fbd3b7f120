import Cells

/// Where everything on the screen goes: a function of its size, the pane in focus, how many runs there are, and
/// nothing else.
struct ScreenLayout: Equatable {
  enum Form: Equatable { case onlyStatus, stacked, medium, large }
  enum Cast: Equatable { case oneRun, manyRuns }

  /// What takes a place of its own besides the numbered panes.
  enum Part: Hashable {
    case status, pane(Pane), precisionGauge, classList, classCard, runCard, events, hints
  }

  let form: Form
  private(set) var places: [(part: Part, rect: Rect)] = []

  static func == (a: ScreenLayout, b: ScreenLayout) -> Bool {
    a.form == b.form && a.places.elementsEqual(b.places, by: ==)
  }

  init(_ state: DashboardState) {
    self.init(
      size: state.size, focus: state.pane, isMaximized: state.isMaximized,
      cast: state.hasManyRuns ? .manyRuns : .oneRun)
  }

  init(size: Size, focus: Pane, isMaximized: Bool, cast: Cast = .oneRun) {
    form = Self.form(of: size)
    let screen = Rect(size)
    guard form != .onlyStatus else {
      places = [(.status, screen.row(0))]
      return
    }
    let rows = screen.rows([.fixed(1), .min(1), .fixed(1)])
    let body = rows[1]
    places = [(.status, rows[0]), (.hints, rows[2])]
    switch form {
    case _ where isMaximized: places.append((.pane(focus), body))
    case .onlyStatus: break
    case .stacked: stack(in: body, of: size, focus: focus)
    case .medium: medium(in: body, focus: focus, cast)
    case .large: large(in: body, focus: focus, cast)
    }
  }

  private static func form(of size: Size) -> Form {
    switch (size.width, size.height) {
    case (200..., 56...): .large
    case (110..., 34...): .medium
    case (40..., 10...): .stacked
    default: .onlyStatus
    }
  }

  /// The numbered pane at a place.
  func pane(at point: Point) -> Pane? {
    for (part, rect) in places where rect.contains(point) {
      switch part {
      case .pane(let pane): return pane
      case .precisionGauge: return .averagePrecision
      case .classList, .classCard: return .classes
      case .events: return .log
      case .status, .runCard, .hints: return nil
      }
    }
    return nil
  }

  /// The rows of a pane; 0 where it is not shown.
  func height(of pane: Pane) -> Int {
    places.first { $0.part == .pane(pane) || (pane == .classes && $0.part == .classList) }?.rect.height ?? 0
  }
}

// MARK: - The three forms

extension ScreenLayout {
  /// One column: the pane in focus, then strips of the rest as far as there is room.
  /// Below 80×24 they go in this order: events, classes, AP.
  private mutating func stack(in body: Rect, of size: Size, focus: Pane) {
    let showsEvents = size.width >= 80 && size.height >= 24
    let showsClasses = size.width >= 60 && size.height >= 20 && focus != .classes
    let showsPrecision = size.width >= 48 && size.height >= 14 && focus != .averagePrecision
    let classRows = 5 + max(size.height - 24, 0) / 3
    let rows = body.rows([
      .min(focus.minimumSize.height), .fixed(!showsPrecision ? 0 : showsEvents ? 3 : 2),
      .fixed(showsClasses ? classRows : 0),
      .fixed(showsEvents ? 3 : 0),
    ])
    places.append((.pane(focus), rows[0]))
    if showsPrecision { places.append((.precisionGauge, rows[1])) }
    if showsClasses { places.append((.classList, rows[2])) }
    if showsEvents { places.append((.events, rows[3])) }
  }

  /// Loss and the run; AP and the scatter; classes; events. Another pane in focus takes a place in the second row.
  private mutating func medium(in body: Rect, focus: Pane, _ cast: Cast) {
    let rows = body.rows([.ratio(15), .ratio(13), .ratio(9), .fixed(5)])
    let top = rows[0].columns([.min(1), .fixed(cast == .oneRun ? 36 : 44)], gap: 1)
    let middle = rows[1].columns([.ratio(1), .ratio(1)], gap: 1)
    let side: Part = cast == .oneRun ? .runCard : .pane(.runs)
    let shown = { (slot: Pane.Slot, usual: Part) in focus.slot == slot ? Part.pane(focus) : usual }
    places.append((shown(.top, .pane(.loss)), top[0]))
    places.append((shown(.side, side), top[1]))
    places.append((shown(.left, .pane(.averagePrecision)), middle[0]))
    places.append((shown(.right, .pane(.bins)), middle[1]))
    places.append((shown(.bottom, .pane(.classes)), rows[2]))
    places.append((.events, rows[3]))
  }

  /// Every pane at once, with the class card; one that has no place of its own takes that of its slot.
  private mutating func large(in body: Rect, focus: Pane, _ cast: Cast) {
    let rows = body.rows([.ratio(20), .ratio(16), .ratio(18)])
    let top = rows[0].columns(
      [.min(1), .fixed(cast == .oneRun ? 74 : 62), .fixed(cast == .oneRun ? 36 : 56)], gap: 1)
    let middle = rows[1].columns([.ratio(1), .ratio(1), .ratio(1)], gap: 1)
    let bottom = rows[2].columns([.min(1), .fixed(76)], gap: 1)
    let side = bottom[1].rows([.fixed(12), .min(1)])
    let own: [Pane] = [.loss, .averagePrecision, .bins, .classes, .margin, .log, .system, .runs]
    let shown = { (pane: Pane) in
      Part.pane(!own.contains(focus) && focus.slot == pane.slot ? focus : pane)
    }
    places.append((shown(.loss), top[0]))
    places.append((shown(.averagePrecision), top[1]))
    if cast == .oneRun {
      places.append((.runCard, top[2]))
    } else {
      let parts = top[2].rows([.min(1), .fixed(9)])
      places += [(.pane(.runs), parts[0]), (.runCard, parts[1])]
    }
    places.append((.pane(.margin), middle[0]))
    places.append((shown(.bins), middle[1]))
    places.append((shown(.system), middle[2]))
    places.append((shown(.classes), bottom[0]))
    places.append((.classCard, side[0]))
    places.append((.pane(.log), side[1]))
  }
}
