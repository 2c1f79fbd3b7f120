import Cells
import Testing
import Widgets

@Suite struct ListTests {
  private let theme = Theme.plain
  private let names = ["quesadilla", "soya_milk", "stuffed_animal_with_a_long_name", "dog", "cat"]

  private func table(selected: Int? = nil, count: Int = 5) -> Table {
    let columns: [Table.Column] = [
      .init("class", width: .min(10)), .init("n", width: .fixed(4), .number(fraction: 0)),
      .init("AP", width: .fixed(6), .number(fraction: 1)),
    ]
    return Table(
      columns, count: count, selected: selected, sort: .init(column: 2, ascending: false), isFocused: true,
      empty: "No class matches", theme: theme
    ) { [Span(names[$0]), "\($0 * 40 + 6)", ["40.2", "9.8", "7", "–", "0.0"][$0]] }
  }

  @Test func numbersLineUpOnTheDecimalPoint() {
    expect(
      table(), width: 26, height: 6,
      shows: """
        class             n    AP↓
        quesadilla        6   40.2
        soya_milk        46    9.8
        stuffed…g_name   86    7
        dog             126    –
        cat             166    0.0
        """)
  }

  @Test func theChosenRowStaysInSight() {
    expect(
      table(selected: 4), width: 26, height: 3,
      shows: """
          class         n    AP↓
          dog         126    –   │
        ▸ cat         166    0.0 █
        """)
  }

  @Test func columnsThatDoNotFitAreLeftOut() {
    expect(
      table(), width: 18, height: 2, glyphs: .ascii,
      shows: "class          n\nquesadilla     6 #")
  }

  @Test func emptyTablesSayWhy() {
    expect(table(count: 0), width: 20, height: 1, shows: "  No class matches")
  }

  @Test func onlyVisibleRowsAreAskedFor() {
    var asked: [Int] = []
    let table = Table([.init("", width: .min(1))], count: 1_000_000, selected: 500_000, theme: theme) { row in
      asked.append(row)
      return []
    }
    _ = CellBuffer(drawing: table, size: Size(width: 9, height: 4))
    #expect(asked == [499_999, 500_000, 500_001])
  }

  @Test func logsFollowTheNewestLineOrStayWhereTheyAre() {
    func log(_ position: LogView.Position) -> LogView {
      LogView(count: 9, position: position, theme: theme) { ["line \($0) is long"] }
    }
    expect(log(.follow), width: 12, height: 2, shows: "line 7 is… │\nline 8 is… █")
    expect(log(.first(0)), width: 12, height: 2, shows: "line 0 is… █\nline 1 is… │")
    expect(log(.first(99)), width: 12, height: 1, shows: "line 8 is… █")
  }
}
