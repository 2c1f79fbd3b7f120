import Foundation
import Testing

@testable import Evaluation

@Suite struct RankingQualityTests {
  /// Worked by hand: + − + −, 3 truths: α = 1; of the four pairs one is the wrong way round, R = ¼; AP among what is
  /// found (1 + ⅔)/2; αR = ¼ is beyond ⅙, so AP is at least 8 / (9 · 1.5), and at most 1 − ln(2 / 1.75).
  @Test func fourDetections() throws {
    let quality = try #require(rank([(0.9, true), (0.8, false), (0.7, true), (0.6, false)], truths: 3))
    #expect(quality.oddsAgainst == 1)
    #expect(quality.rankingError == 0.25)
    #expect(quality.recall == 2.0 / 3)
    #expect(abs(quality.detectedAveragePrecision - 5.0 / 6) < 1e-15)
    #expect(abs(quality.band.lowerBound - 8 / 13.5) < 1e-15)
    #expect(abs(quality.band.upperBound - (1 - log(2 / 1.75))) < 1e-15)
  }

  @Test func tiesCountHalf() throws {
    let quality = try #require(rank([(0.9, false), (0.5, true), (0.5, false), (0.5, true)], truths: 2))
    #expect(quality.rankingError == 0.75)
    #expect(quality.slackBelow > 0)
  }

  @Test func aPerfectRankingHasAllItsPrecision() throws {
    for negatives in [0, 5] {
      let ranked = [(0.9, true), (0.8, true)] + (0..<negatives).map { (0.1 / Double($0 + 1), false) }
      let quality = try #require(rank(ranked, truths: 2))
      #expect(quality.rankingError == 0)
      #expect(quality.band == 1...1)
      #expect(quality.detectedAveragePrecision == 1)
    }
  }

  @Test func withoutATruePositiveThereIsNothingToRank() {
    #expect(rank([(0.9, false)], truths: 3) == nil)
    #expect(rank([], truths: 0) == nil)
  }

  /// With scores of so many decimals: of one nearly all tie, in any order.
  @Test(arguments: [1, 2, 15])
  func averagePrecisionLiesInItsBandButForTheSlack(decimals: Int) throws {
    var random = SplitMix(seed: 4)
    let unit = pow(10, Double(decimals))
    for _ in 0..<200 {
      let positives = Int.random(in: 1...120, using: &random)
      let negatives = Int.random(in: 0...1200, using: &random)
      let (lift, power) = (random.uniform(-1..<1), random.uniform(0.1..<6))
      let scores =
        (0..<positives).map { _ in (lift + pow(random.uniform(0..<1), power), true) }
        + (0..<negatives).map { _ in (random.uniform(0..<1), false) }
      let rounded = scores.shuffled(using: &random).map { (($0.0 * unit).rounded() / unit, $0.1) }
      let quality = try #require(rank(rounded.sorted { $0.0 > $1.0 }, truths: positives))
      #expect(quality.detectedAveragePrecision >= quality.band.lowerBound - quality.slackBelow - 1e-12)
      #expect(quality.detectedAveragePrecision <= quality.band.upperBound + quality.slackAbove)
      if decimals == 15 { #expect(quality.slackBelow < 1e-6) }
    }
  }

  /// The ranking that AP's least value stands for: at recall β there are √(kβ) − β false positives a truth.
  @Test(arguments: [1.0, 3, 10])
  func theLeastAveragePrecisionIsReached(oddsTimesError: Double) throws {
    let positives = 2000
    let root = 1.5 * (oddsTimesError + 0.5)
    var ranked: [(Double, Bool)] = []
    for positive in 1...positives {
      let recall = Double(positive) / Double(positives)
      let outranking = Int((root * recall.squareRoot() - recall) * Double(positives))
      while ranked.count < outranking + positive - 1 { ranked.append((-Double(ranked.count), false)) }
      ranked.append((-Double(ranked.count), true))
    }
    let quality = try #require(rank(ranked, truths: positives))
    #expect(abs(quality.oddsAgainst * quality.rankingError - oddsTimesError) < 0.01)
    #expect(0..<0.005 ~= quality.detectedAveragePrecision - quality.band.lowerBound)
  }

  private func rank(_ detections: [(Double, Bool)], truths: Int) -> RankingQuality? {
    RankingQuality(detections.map { (score: $0.0, isTrue: $0.1) }, truthCount: truths)
  }
}
