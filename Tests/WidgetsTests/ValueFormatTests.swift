import Testing
import Widgets

@Suite struct ValueFormatTests {
  @Test(arguments: [
    (0, "0"), (0.8421, "0.8421"), (1.88, "1.880"), (12.3, "12.30"), (123.46, "123.5"), (1234.56, "1235"),
    (9.99996, "10.00"), (12345.6, "12.35k"), (1e6, "1.000M"), (-3.2, "-3.200"), (0.0213, "0.0213"),
    (2e-5, "2.000e-5"), (99995, "100.0k"), (.nan, "NaN"), (.infinity, "inf"), (-.infinity, "-inf"),
  ])
  func numbersHaveFourSignificantDigits(value: Double, text: String) {
    #expect(ValueFormat.number.string(value) == text)
  }

  @Test func moreDigitsCanBeAskedFor() {
    #expect(ValueFormat.number.string(0.85113, digits: 6) == "0.851130")
    #expect(ValueFormat.averagePrecision.string(0.21437, digits: 6) == "21.437")
  }

  @Test(arguments: [(0, "0"), (417, "417"), (4210, "4210"), (41770, "41.8k"), (3_200_000, "3.20M")])
  func countsAreWholeUntilTheyAreLong(value: Double, text: String) {
    #expect(ValueFormat.count.string(value) == text)
  }

  @Test(arguments: [
    (0, "0s"), (0.2304, "230ms"), (0.9999, "1.0s"), (4.23, "4.2s"), (40, "40s"), (750, "12m30s"),
    (3600, "1h"), (4800, "1h20m"), (35400, "9h50m"), (187_200, "2d4h"), (-90, "-1m30s"),
  ])
  func durationsHaveTheirTwoLargestUnits(value: Double, text: String) {
    #expect(ValueFormat.duration.string(value) == text)
  }

  @Test(arguments: [(17, "17 B"), (344e6, "344 MB"), (3.94e9, "3.9 GB"), (999_999, "1.0 MB")])
  func bytesGoInStepsOfAThousand(value: Double, text: String) {
    #expect(ValueFormat.bytes.string(value) == text)
  }

  @Test func fractionsArePrintedInHundredths() {
    #expect(ValueFormat.averagePrecision.string(0.2137) == "21.4")
    #expect(ValueFormat.percent.string(0.97) == "97.0%")
  }

  @Test func fixedDigitsForColumns() {
    #expect(ValueFormat.decimal(3.5, places: 2) == "3.50")
    #expect(ValueFormat.decimal(-0.04, places: 1) == "0.0")
    #expect(ValueFormat.decimal(-0.06, places: 1) == "-0.1")
    #expect(ValueFormat.decimal(0.005, places: 0) == "0")
  }
}
