import Cells
import Testing
import Widgets

@Suite struct LineChartTests {
  private let theme = Theme.plain

  private func line(_ values: [Double], _ name: String = "loss", _ mark: Int = 0) -> Series {
    Series(name, mark: theme.series(mark), points: values.enumerated().map { ChartPoint(Double($0), $1) })
  }

  private func halving(_ count: Int) -> [Double] {
    (0..<count).map { Double(1 << (count - 1 - $0)) }
  }

  @Test func drawsACurveBetweenLabelledAxes() {
    let chart = LineChart(
      [line([0, 1, 2, 3, 4, 5, 6, 7, 8])], x: Axis("step", format: .count), y: Axis("loss"), empty: "",
      theme: theme)
    expect(
      chart, width: 48, height: 9,
      shows: """
          10┤ loss
            │                          ⣀⡠⠔ ● loss  8.000
            │                     ⣀⠤⠔⠊⠉
           5┤               ⢀⣀⠤⠔⠊⠉
            │          ⣀⡠⠤⠒⠊⠁
            │     ⣀⠤⠔⠊⠉
           0┤⣀⠤⠒⠊⠉
            └┬─────────────────┬──────────
             0                 5      step
        """)
  }

  @Test func equalRatiosAreEqualDistancesOnALogarithmicAxis() {
    let chart = LineChart(
      [line(halving(9))], x: Axis("step", format: .count), y: Axis(scale: .logarithmic), empty: "",
      theme: theme)
    expect(
      chart, width: 40, height: 9,
      shows: """
            ● loss 1.000
           │⠑⠒⠤⢄⣀
        100┤     ⠉⠉⠒⠢⠤⣀⡀
           │           ⠈⠉⠒⠒⠤⢄⣀
         10┤                  ⠉⠑⠒⠤⣀⣀
           │                        ⠉⠑⠒⠤⢄⣀
          1┤                              ⠉⠉⠒⠢⠤⣀
           └┬────────┬────────┬───────┬────────┬
            0        2        4       6     step
        """)
  }

  @Test func hasAFormInASCII() {
    let chart = LineChart(
      [line([8, 5, 3.2, 2.2, 1.6, 1.2, 1, 0.9]), line([1, 2, 3, 4, 5, 6, 7, 8], "rate", 1)],
      x: Axis("step", format: .count), y: Axis(), empty: "", theme: theme)
    expect(
      chart, width: 56, height: 10, glyphs: .ascii,
      shows: """
        10+
          |.                                   ._- ^ rate  8.000
          | '-.                         ._---'''
          |   '-.                ._---'''
         5+     ''-..     _^---'''
          |        _''@--_.
          | _.---''       '''------.____.
         0+'                            '''''''''@ @ loss 0.9000
          ++----------+----------+----------+-----
           0          2          4          6 step
        """)
  }

  @Test func hasAFormInBlocks() {
    let chart = LineChart(
      [line([8, 5, 3.2, 2.2, 1.6, 1.2, 1, 0.9])], x: Axis("step", format: .count), y: Axis(), empty: "",
      theme: theme)
    expect(
      chart, width: 48, height: 8, glyphs: .blocks,
      shows: """
        10┤
          │▀▄
          │  ▀█▄
         5┤    ▀▀█▄▄
          │        ▀▀▀▀█▄▄▄▄▄▄
         0┤                  ▀▀▀▀▀▀▀▀▀▀▀▀▀ ● loss 0.9000
          └┬───────┬────────┬────────┬────
           0       2        4         step
        """)
  }

  @Test func whatIsNoNumberIsATickOnTheAxisAndABreakInTheCurve() {
    let chart = LineChart(
      [line([4, 3, 2, .nan, 2, 2, .infinity, 1, 1])], x: Axis("step", format: .count), y: Axis(), empty: "",
      theme: theme)
    expect(
      chart, width: 30, height: 7,
      shows: """
          ● loss 1.000
        4┤⠑⠢⢄⡀
         │   ⠈⠑⠢⢄
        2┤       ⠁      ⠉⠉⠉⠁      ⣀⣀⣀⣀
        0┤
         └┬─────────×──────┬──×───────
          0                5      step
        """)
  }

  @Test func whatIsNotPositiveIsATickBelowALogarithmicAxis() {
    let chart = LineChart(
      [line([4, 3, 0, 2, -1, 1])], x: Axis(format: .count), y: Axis(scale: .logarithmic), empty: "",
      theme: theme)
    expect(
      chart, width: 30, height: 7,
      shows: """
          ● loss 1.000
         │⠑⠒⠤⠤⣀⣀
         │
        2┤                ⠈
        1┤                           ⢀
         └┬──────────▾──────────▾─────
          0          2          4
        """)
  }

  @Test func evaluationsAreMarkedAndComparedWithReferences() {
    func bin(_ name: String, _ mark: Mark, _ values: [Double]) -> Series {
      let points = values.enumerated().map { ChartPoint(Double($0 + 1), $1) }
      return Series(name, mark: mark, points: points, drawing: .marked)
    }
    let chart = LineChart(
      [bin("rare", theme.rare, [0.01, 0.06, 0.11]), bin("frequent", theme.frequent, [0.12, 0.21, 0.27])],
      x: Axis("epoch", format: .count), y: Axis("AP", format: .averagePrecision),
      references: [Reference(0.264, label: "ECM 26.4")], empty: "", theme: theme)
    expect(
      chart, width: 56, height: 10,
      shows: """
        30┤ AP                              ⢀■ ■ frequent   27.0
          │╌ ECM 26.4 ╌╌╌╌╌╌╌╌╌╌╌⢀⣀⣀⡠⠤⠤⠒⠒⠒⠉⠉⠁╌
        20┤             ⢀⣀⡠⠤■⠒⠒⠉⠉⠁
          │      ⣀⣀⠤⠤⠒⠊⠉⠁
          │■⠤⠔⠒⠉⠉
        10┤                      ⣀⣀⣀⡠⠤⠤⠔⠒⠒⠒⠉⠉● ● rare       11.0
          │        ⢀⣀⣀⣀⠤⠤⠤⠔⠒●⠊⠉⠉⠉
         0┤●⠤⠒⠒⠒⠉⠉⠉⠁
          └┬────────────────┬────────────────┬
           1                2            epoch
        """)
  }

  @Test func narrowChartsNameTheirSeriesAbove() {
    let names = ["all", "rare", "common", "frequent"]
    let series = names.enumerated().map { line([0.1, 0.2], $1, $0) }
    let chart = LineChart(
      series, x: Axis("epoch", format: .count), y: Axis(format: .averagePrecision), empty: "", theme: theme)
    expect(
      chart, width: 36, height: 6,
      shows: """
           ● all ▲ rare ■ co…on ◆ fr…nt
        20┤            ⣀⣀⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⠒⠒⠒⠒⠒⠒⠉⠉▲
        10┤●⠒⠒⠒⠒⠒⠉⠉⠉⠉⠉⠉
         0┤
          └┬───────────────────────────────┬
           0                           epoch
        """)
  }

  @Test func namesKeepTheOrderOfTheCurvesEnds() {
    let series = [line([1, 1.9], "low", 0), line([1, 2], "high", 1)]
    let chart = LineChart(series, x: Axis(format: .count), y: Axis(), empty: "", theme: theme)
    expect(
      chart, width: 44, height: 6,
      shows: """
        2.0┤                    ⣀⡠⣀⣀⠤▲ ▲ high  2.000
           │             ⣀⢀⣀⡠⠤⠒⠒⠉⠉     ● low   1.900
        1.5┤      ⣀⣀⣀⠤⠔⠒⠊⠉⠁
        1.0┤●⠤⠤⠒⠒⠉⠉
           └┬────────────────────────┬
            0                        1
        """)
  }

  @Test func namesThatDoNotFitAreCounted() {
    let series = (0..<5).map { line([1, Double($0)], "part \($0)", $0) }
    let chart = LineChart(series, x: Axis(format: .count), y: Axis(), empty: "", theme: theme)
    expect(
      chart, width: 44, height: 5,
      shows: """
        4┤               ⣀⣀⣀⠤⠤⠤⠒⢀⣀⣀⣀ ● part 0      0
        2┤  ⢀⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠤⠤⠤⠤⠤⠤⠤■ ▲ part 1  1.000
        0┤●⠉⠑⠒⠒⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀▲   +3 more
         └┬────────────────────────┬
          0                        1
        """)
  }

  @Test func oneEvaluationIsOneSign() {
    let point = Series("all", mark: theme.series(0), points: [ChartPoint(1, 0.08)], drawing: .marked)
    let chart = LineChart(
      [point], x: Axis("epoch", format: .count), y: Axis("AP", format: .averagePrecision), empty: "",
      theme: theme)
    expect(
      chart, width: 48, height: 7,
      shows: """
        10┤ AP
          │               ●                 ● all    8.0
         5┤
          │
         0┤
          └───────────────┬────────────────
                          1           epoch
        """)
  }

  @Test func theCursorListsExactValues() {
    let raw = (0..<9).map { ChartPoint(Double($0) * 500, 0.5 + Double($0 % 3) / 7) }
    let series = [
      Series("loss", mark: theme.series(0), points: raw.map { ChartPoint($0.x, 0.65) }, raw: raw),
      line([0.3, 0.2], "mask", 1),
    ]
    let chart = LineChart(
      series, x: Axis("step", format: .count), y: Axis(), cursor: 1480, empty: "", theme: theme)
    expect(
      chart, width: 60, height: 8,
      shows: """
        1.0┤              │                          step 1480
           │      ⢀⣀⠤⠔⠢⢄  │      ⣀⡠⠤⠒⠤⡀         ⣀⡠⠤⠒ ● loss 0.650000
           │⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉●⠉⠉⠉⠉●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉●⠉⠉⠉⠉⠉   raw  0.500000
        0.5┤⠁             │⠁             ⠈           ▲ mask 0.200000
           │▲             │
        0.0┤              │
           └┬─────────┬─────────┬────────┬─────────┬
            0        1000      2000     3000    step
        """)
  }

  @Test func seamsShowWhereARunWasResumed() {
    let chart = LineChart(
      [line([3, 3, 3, 3, 3])], x: Axis(format: .duration), y: Axis(), seams: [2], empty: "", theme: theme)
    expect(
      chart, width: 26, height: 6,
      shows: """
            ● loss 3.000
        3.2┤           ┊
        3.0┤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
        2.8┤           ┊
           └┬──────────┬─────────┬
            0s         2s
        """)
  }

  @Test func theSpreadLiesBehindTheCurve() {
    let spread = (0..<9).map { Envelope(x: Double($0), low: 1, high: 3) }
    let points = (0..<9).map { ChartPoint(Double($0), 2) }
    let chart = LineChart(
      [Series("loss", mark: theme.series(0), points: points, envelope: spread)], x: Axis(format: .count),
      y: Axis(range: 0...4), empty: "", theme: theme)
    expect(
      chart, width: 24, height: 7,
      shows: """
          ● loss 2.000
        4┤
         │⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕⢕
        2┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
        0┤
         └┬────────────┬────────
          0            5
        """)
  }

  @Test func aRangeShowsAPartOfTheData() {
    let chart = LineChart(
      [line([0, 8, 0, 8, 0, 8, 0])], x: Axis(format: .count, range: 1...3), y: Axis(range: 2...6), empty: "",
      theme: theme)
    expect(
      chart, width: 26, height: 7,
      shows: """
          ● loss 0
        6┤   ⠑⢄              ⢠⠊
         │     ⠣⡀           ⡔⠁
        4┤      ⠈⢆        ⡠⠊
        2┤        ⠑⡄    ⢀⠔⠁
         └┬───────────┬──────────┬
          1           2          3
        """)
  }

  @Test func aGrowingCurveMovesOnlyNowAndThen() {
    func picture(_ count: Int) -> CellBuffer {
      let points = (0..<count).map { ChartPoint(Double($0), 1 / Double($0 + 1)) }
      let series = [Series("loss", mark: theme.series(0), points: points)]
      let chart = LineChart(
        series, x: Axis("step", format: .count), y: Axis(scale: .logarithmic), empty: "", theme: theme)
      return CellBuffer(drawing: chart, size: Size(width: 70, height: 20))
    }
    let changes = (1001..<1020).map { step in
      picture(step + 1).changes(since: picture(step)).reduce(0) { $0 + $1.cells.count }
    }
    #expect(changes.filter { $0 > 12 }.count <= 1, "\(changes)")
  }

  @Test func withoutPointsItSaysWhatWillComeAndWhen() {
    let chart = LineChart(
      [line([])], x: Axis(), y: Axis(), empty: "First evaluation after epoch 1, in 40 s", theme: theme)
    expect(chart, width: 42, height: 1, shows: " First evaluation after epoch 1, in 40 s")
  }

  @Test func scatteredSignsTellBinsApart() {
    let rare = Series(
      "rare", mark: theme.rare, points: [ChartPoint(2, 0.1), ChartPoint(5, 0.3)], drawing: .scattered)
    let frequent = Series(
      "frequent", mark: theme.frequent, points: [ChartPoint(300, 0.5), ChartPoint(2000, 0.4)],
      drawing: .scattered)
    let chart = LineChart(
      [rare, frequent], x: Axis("images", format: .count, scale: .logarithmic),
      y: Axis("AP", format: .averagePrecision), empty: "", theme: theme)
    expect(
      chart, width: 52, height: 8,
      shows: """
        AP│                          ■            ● rare
        40┤                                    ■  ■ frequent
          │     ●
        20┤
          │●
         0┤
          └────────┬───────────┬───────────┬─────
                   10         100          images
        """)
  }

  @Test func manyPointsDrawLikeTheFewThatMatter() {
    let many = (0..<200_000).map { ChartPoint(Double($0), $0 == 77_000 ? 9 : Double($0 % 2)) }
    let chart = LineChart(
      [Series("loss", mark: theme.series(0), points: many)], x: Axis(format: .count), y: Axis(), empty: "",
      theme: theme)
    expect(
      chart, width: 30, height: 7,
      shows: """
           ● loss 1.000
        10┤          ⡆
          │          ⡇
         5┤          ⡇
         0┤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣧⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤⣤
          └┬────────────┬────────────┬
           0           100k
        """)
  }
}
