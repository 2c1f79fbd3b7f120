import Cells
import Testing

@Suite struct LayoutTests {
  private let screen = Rect(width: 80, height: 24)

  @Test func fixedPartsKeepTheirSizeAndRatiosShareTheRest() {
    let rows = screen.rows([.fixed(1), .ratio(2), .ratio(1), .fixed(2)])
    #expect(rows.map(\.height) == [1, 14, 7, 2])
    #expect(rows.map(\.top) == [0, 1, 15, 22])
  }

  @Test func theGapLiesBetweenPartsOnly() {
    let columns = screen.columns([.ratio(1), .ratio(1), .ratio(1)], gap: 1)
    #expect(columns.map(\.width) == [26, 26, 26])
    #expect(columns.last?.right == 80)
  }

  @Test func earlierPartsAreServedFirstWhenThereIsTooLittle() {
    let rows = Rect(width: 80, height: 5).rows([.fixed(1), .min(3), .min(6), .fixed(1)])
    #expect(rows.map(\.height) == [1, 3, 1, 0])
  }

  @Test(arguments: 0..<30) func everyCellIsGivenOnce(total: Int) {
    let rows = Rect(width: 1, height: total).rows([.fixed(2), .ratio(3), .min(4), .ratio(7)])
    let covered = rows.flatMap { Array($0.top..<$0.bottom) }
    #expect(covered == Array(0..<total))
  }

  @Test func emptyRectanglesSplitIntoEmptyOnes() {
    let parts = Rect(width: 0, height: 0).columns([.fixed(3), .ratio(1)], gap: 2)
    #expect(parts.filter { !$0.isEmpty } == [])
  }
}
