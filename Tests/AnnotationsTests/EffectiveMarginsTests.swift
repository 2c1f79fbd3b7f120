import Annotations
import Foundation
import JSON
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

  /// Golden/margins.json: the formulas as the paper writes them, in Python's decimal arithmetic of 40 digits, of the
  /// counts of LVIS v1 with ρ = 6.3313.
  @Test func equalThePapersFormulasOnLVIS() throws {
    let url = try #require(Bundle.module.url(forResource: "Golden/margins", withExtension: "json"))
    for golden in try JSONParser().parse(Data(contentsOf: url)).elements() {
      let frequencies = LVISClasses.frequencies
      let isOfImages = try golden.member("counts").string() == "image_count"
      let margins = EffectiveMargins(
        positives: isOfImages ? frequencies.imageCounts : frequencies.instanceCounts,
        backgroundToForeground: 6.3313)
      for expected in try golden.member("classes").elements() {
        let index = try expected.member("index").integer()
        let values = [
          ("alpha", margins.oddsAgainst), ("gamma_plus", margins.positiveMargins),
          ("gamma_minus", margins.negativeMargins), ("delta", margins.demanded),
          ("m", margins.rankingWeights),
        ]
        for (name, values) in values {
          let value = try expected.member(name).double()
          #expect(abs(values[index] - value) <= 1e-12 * abs(value), "\(name) of class \(index)")
        }
      }
    }
  }
}
