import Annotations
import Testing

@Suite struct EffectiveMarginsTests {
  /// Worked by hand: n = (1, 3), ρ = 1 → N = 8; class 0: α = 7, γ⁺ = 7^¼ / (1 + 7^¼) = 0.61928, m = 7 ln(8/7) = 0.93472.
  @Test func marginsOfTwoClasses() {
    let margins = EffectiveMargins(positives: [1, 3], backgroundToForeground: 1)
    #expect(margins.oddsAgainst == [7, 5.0 / 3, 1])
    #expect(abs(margins.positiveMargins[0] - 0.61928) < 1e-5)
    #expect(abs(margins.rankingWeights[0] - 0.93472) < 1e-5)
    #expect(margins.demanded[2] == 0)
    #expect(margins.unseenClasses.isEmpty)
  }

  @Test func aClassWithoutPositivesCountsAsOneAndIsNamed() {
    let unseen = EffectiveMargins(positives: [0, 3], backgroundToForeground: 1)
    #expect(unseen.unseenClasses == [0])
    #expect(unseen.demanded == EffectiveMargins(positives: [1, 3], backgroundToForeground: 1).demanded)
  }
}
