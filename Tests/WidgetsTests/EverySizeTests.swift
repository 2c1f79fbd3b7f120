import Cells
import Testing
import Widgets

@Suite struct EverySizeTests {
  /// Each widget with content that is awkward to fit.
  private var widgets: [(String, any Widget)] {
    let theme = Theme.plain
    let points = (0..<50).map { ChartPoint(Double($0), $0 == 20 ? .nan : 1 / Double($0 + 1)) }
    let envelope = points.map { Envelope(x: $0.x, low: $0.y / 2, high: $0.y * 2) }
    let series = [
      Series("loss", mark: theme.series(0), points: points, raw: points, envelope: envelope),
      Series("猫猫猫猫", mark: theme.series(1), points: points, drawing: .marked),
      Series("classes", mark: theme.series(2), points: points, drawing: .scattered),
    ]
    func chart(cursor: Double?) -> LineChart {
      LineChart(
        series, x: Axis("step", format: .count), y: Axis("loss", scale: .logarithmic),
        references: [Reference(0.3, label: "published")], seams: [10], cursor: cursor, empty: "", theme: theme
      )
    }
    let table = Table(
      [.init("class", width: .min(8)), .init("AP", width: .fixed(5), .number(fraction: 1))], count: 99,
      selected: 40,
      theme: theme
    ) { ["class \($0)", "12.5"] }
    return [
      ("chart", chart(cursor: nil)), ("chart with cursor", chart(cursor: 12)), ("table", table),
      ("empty chart", LineChart([], x: Axis(), y: Axis(), empty: "First step in 10 s", theme: theme)),
      ("log", LogView(count: 99, theme: theme) { ["line \($0)"] }),
      ("gauge", Gauge(fraction: 0.4, style: .plain)),
      ("sparkline", Sparkline([1, 2, .nan, 4])),
      ("status", StatusLine(leading: ["a long line"], trailing: ["b"])),
      ("notice", Notice("First evaluation after epoch 1")),
      ("overlay", Overlay("Keys", size: Size(width: 30, height: 8), theme: theme, content: table)),
      ("confirm", Confirm("Stop?", detail: "Saves first.", answers: [("y", "stop")], theme: theme)),
      ("box", Box("Title", detail: "detail", isFocused: true, theme: theme, content: table)),
    ]
  }

  @Test(arguments: GlyphSet.allCases)
  func everyWidgetSurvivesEverySizeAndStaysInItsRectangle(glyphs: GlyphSet) {
    for (name, widget) in widgets { check(widget, name, glyphs) }
  }

  private func check(_ widget: any Widget, _ name: String, _ glyphs: GlyphSet) {
    for width in [0, 1, 2, 3, 5, 9, 17, 24, 33, 44, 79] {
      for height in [0, 1, 2, 3, 4, 5, 6, 7, 11, 24] {
        var buffer = CellBuffer(size: Size(width: width + 2, height: height + 2), glyphs: glyphs)
        buffer.fill(buffer.bounds, with: "#")
        let rect = Rect(left: 1, top: 1, width: width, height: height)
        widget.render(in: rect, on: &buffer)
        buffer.fill(rect, with: "#")
        let isWhole = buffer.text.allSatisfy { $0 == "#" || $0 == "\n" }
        #expect(isWhole, "\(name) leaves its \(width)×\(height)")
      }
    }
  }

  @Test(arguments: [ValueFormat.number, .count, .percent, .averagePrecision, .duration, .bytes])
  func chartsSurviveEveryNumber(format: ValueFormat) {
    let extremes: [Double] = [
      0, -0.0, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 3.4e38,
      -1e299,
      .leastNonzeroMagnitude, 1e-300, 1, 1 + .ulpOfOne, 1e15, 86_400,
    ]
    for scale in [Axis.Scale.linear, .logarithmic] {
      for first in extremes {
        for second in extremes {
          let values = [first, second, first]
          let points = zip([first, 1, second], values).map { ChartPoint($0, $1) }
          let spread = values.map { Envelope(x: $0, low: first, high: second) }
          let chart = LineChart(
            [Series("loss", mark: Mark("x"), points: points, raw: points, envelope: spread)],
            x: Axis(format: format, scale: scale), y: Axis(format: format, scale: scale), cursor: second,
            empty: "",
            theme: .plain)
          _ = CellBuffer(drawing: chart, size: Size(width: 50, height: 9))
          _ = CellBuffer(drawing: Sparkline(values), size: Size(width: 3, height: 2))
        }
      }
    }
  }
}
