import Testing

@testable import Detection

@Suite struct RegionBatchTests {
  @Test func aBoxThatComesAgainInItsImageIsOneRegion() {
    let a = CornerBox(x1: 0, y1: 0, x2: 4, y2: 4)
    let b = CornerBox(x1: 1, y1: 0, x2: 4, y2: 4)
    let (distinct, places) = RegionBatch([[a, b, a], [a]]).distinct()
    #expect(distinct.boxes == [a, b, a])
    #expect(distinct.images == [0, 0, 1])
    #expect(places == [0, 1, 0, 2])
  }
}
