import Events
import Testing

@testable import LogTail

@Suite struct TableFormatTests {
  @Test func readsSparseColumnsOfLightning() {
    let reading = Reading(
      "epoch,step,train_loss,val_loss\r\n0,49,0.5,\r\n0,99,,0.25\r\n1,149,nan,\r\n", as: .lightning)
    #expect(reading.steps == [49, 99, 149])
    #expect(reading.writtenSteps("train_loss") == [49, 149])
    #expect(reading.values("train_loss")[1].isNaN)
    #expect(reading.evaluations.count == 1)
    #expect(reading.records[2].epoch == 1)
  }

  @Test func readsPaddedColumnsOfUltralytics() {
    let reading = Reading(
      "                  epoch,         train/box_loss,   metrics/mAP50-95(B)\n      1,     2.5,    0.125\n",
      as: .ultralytics)
    #expect(reading.steps == [1])
    #expect(reading.values("train/box_loss") == [2.5])
    #expect(reading.evaluations[0].summary[.averagePrecision(.box)] == 12.5)
  }

  @Test func readsQuotesTabsAndAByteOrderMark() {
    let reading = Reading("\u{FEFF}\"step\",\"a,b\",\"c\"\"d\"\n1,\"2\",3\n", as: .csv)
    #expect(reading.values("a,b") == [2])
    #expect(reading.values("c\"d") == [3])
    #expect(Reading("step\tloss\n1\t2\n", as: .tsv).values("loss") == [2])
  }

  @Test func countsRowsOfAnotherLength() {
    let reading = Reading("step,a,b\n1,2,3\n2,3\n3,4,5,6\n4,5,6,\n\n5,6,7\n", as: .csv)
    #expect(reading.badRecords == 2)
    #expect(reading.lastBadRecord == nil || reading.lastBadRecord?.text == "3,4,5,6")
    #expect(reading.values("a") == [2, 5, 6])
  }

  @Test func passesOverAHeaderThatIsRepeated() {
    let reading = Reading("step,a\n1,2\nstep,a\n1,3\n", as: .csv)
    #expect(reading.values("a") == [2, 3])
    #expect(reading.badRecords == 0)
  }

  /// A row without its newline may end within a number: it waits, and counts at the end only with all its cells.
  @Test func waitsForTheEndOfARow() {
    var reader = LogReader(format: .csv)
    Array("step,a\n1,2.".utf8).withUnsafeBytes { reader.read($0) }
    #expect(reader.batch.records.isEmpty)
    Array("5\n".utf8).withUnsafeBytes { reader.read($0) }
    #expect(reader.batch.values.map(\.value) == [2.5])
    #expect(Reading("step,a\n1,2\n2", as: .csv).values("a") == [2])
  }

  @Test func beginsInTheMiddleWithTheHeaderOfTheStart() {
    Array("step,a\n1,2\n".utf8).withUnsafeBytes { head in
      var reader = LogReader(format: .csv, inTheMiddleOf: head)
      Array("99,1\n100,5\n".utf8).withUnsafeBytes { reader.read($0) }
      #expect(reader.batch.records.map(\.step) == [100])
      #expect(reader.batch.values.map(\.value) == [5])
    }
  }
}
