import Cells
import Testing
import Widgets

@Suite struct MeterTests {
  @Test func gaugesFillInEighthsOfACell() {
    expect(Gauge(fraction: 0.36, style: .plain), width: 8, height: 1, shows: "██▉·····")
    expect(Gauge(fraction: 0.37, style: .plain), width: 8, height: 1, glyphs: .ascii, shows: "###.....")
    expect(Gauge(fraction: nil, style: .plain), width: 4, height: 1, shows: "····")
    expect(Gauge(fraction: 7, style: .plain), width: 4, height: 1, shows: "████")
  }

  @Test func sparklinesShowTheLastValuesAndWhatIsNoNumber() {
    expect(Sparkline([9, 0, 1, 2, .nan, 8]), width: 5, height: 1, shows: "▁▁▂×█")
    expect(Sparkline([0, 4, 8]), width: 4, height: 2, shows: "   █\n ▁██")
    expect(Sparkline([.nan]), width: 4, height: 2, shows: "\n")
  }
}
