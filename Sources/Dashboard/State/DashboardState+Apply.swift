import Cells
import Events

extension DashboardState {
  /// Takes in a message; answers with what is asked of the world.
  public mutating func apply(_ message: Message) -> [Command] {
    switch message {
    case .event(let event): record(event)
    case .answer(let text): say(text)
    case .tick(let time):
      now = time
      if runsAreOutdated { arrangeRuns() }
    case .resized(let size): self.size = size
    case .key(let key): return press(key)
    case .click(let point): focus(at: point)
    case .scroll(let point, let notches): scroll(at: point, by: notches)
    }
    return []
  }

  private mutating func record(_ event: RunEvent) {
    now = max(now, event.time)
    guard event.run != .none else { return note(event) }
    let index = runIndices[event.run] ?? runs.endIndex
    if index == runs.endIndex {
      runs.append(RunHistory(id: event.run))
      runIndices[event.run] = index
      runsAreOutdated = true
      if index == 0 { runList.selection = event.run }
      if newRuns == .compared { compare(at: index) }
    }
    runs[index].apply(event)
    guard index == focusedIndex else { return }
    switch event.body {
    case .evaluated where evaluationsBack > 0: evaluationsBack += 1
    case .started, .evaluated, .margins, .logged(.found), .logged(.history): arrangeClasses()
    case .log where logView.linesBack > 0: logView.linesBack += 1
    default: break
    }
  }

  /// Draws a run that came with the others, and looks at it where the one looked at has ended.
  private mutating func compare(at index: Int) {
    _ = runList.togglePin(runs[index].id, atMost: Self.comparedCapacity)
    if hasEnded { focusRun(at: index) }
  }

  /// Keeps what concerns no run, and says it.
  private mutating func note(_ event: RunEvent) {
    guard case .log(let level, let text) = event.body else { return }
    notes.append(LogLine(time: event.time, level: level, source: .event, text: text))
    say(text)
  }

  mutating func arrangeClasses() {
    let (bin, text) = (classBin, classes.search.lowercased())
    classes.arrange(classRows) { row in
      (bin == nil || row.facts.bin == bin && row.facts.isCounted)
        && (text.isEmpty || row.facts.name.lowercased().contains(text))
    }
  }

  mutating func say(_ text: String) { notice = Notice(text: text, time: now) }

  private mutating func focus(at point: Point) {
    guard overlay == nil, let pane = ScreenLayout(self).pane(at: point) else { return }
    self.pane = pane
  }

  /// A notch is a row of a list, three lines of the log.
  private mutating func scroll(at point: Point, by notches: Int) {
    guard overlay == nil else { return }
    focus(at: point)
    if case .log = pane.slice { return perform(.move(.rows(notches * 3))) }
    perform(.move(.rows(notches)))
  }
}
