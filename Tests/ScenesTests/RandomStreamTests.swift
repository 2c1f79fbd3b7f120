import Testing

@testable import Scenes

struct RandomStreamTests {
  /// The first outputs of the public SplitMix64 for seed 1234567.
  @Test func givesTheNumbersOfSplitMix64() {
    var random = RandomStream(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test func streamsOfDifferentItemsAndSeriesDiffer() {
    var streams = [
      RandomStream(seed: 1, series: .trainScene, index: 0),
      RandomStream(seed: 1, series: .trainScene, index: 1),
      RandomStream(seed: 1, series: .trainGrain, index: 0),
      RandomStream(seed: 2, series: .trainScene, index: 0),
    ]
    #expect(Set(streams.indices.map { streams[$0].next() }).count == streams.count)
  }

  @Test func integersFillTheirRangeEvenly() {
    var random = RandomStream(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7000 { counts[random.integer(below: 7)] += 1 }
    #expect(counts.allSatisfy { (880...1120).contains($0) })
  }

  @Test func aShuffleKeepsEveryElement() {
    var random = RandomStream(seed: 6)
    let shuffled = random.shuffled(Array(0..<50))
    #expect(shuffled != Array(0..<50))
    #expect(shuffled.sorted() == Array(0..<50))
  }
}
