import Testing

@testable import Detection

@Suite struct BalancedSamplerTests {
  /// 6 objects, 10 background, 4 ignored.
  let matches =
    Array(repeating: Match.target(0), count: 6) + Array(repeating: .background, count: 10)
    + Array(repeating: .ignored, count: 4)

  /// A quarter of 8 are objects: 2; the other 6 are background.
  @Test func objectsFillTheirShareAndBackgroundTheRest() {
    var generator = SamplingGenerator(seed: 3)
    let sample = BalancedSampler(count: 8, objectShare: 0.25)(matches, using: &generator)
    #expect(sample.objects.count == 2 && sample.objects.allSatisfy { $0 < 6 })
    #expect(sample.background.count == 6 && sample.background.allSatisfy { (6..<16).contains($0) })
    #expect(Set(sample.all).count == 8)
  }

  /// Half of 40 would be 20 objects; there are 6, and background is all there is.
  @Test func scarceCandidatesAreAllTaken() {
    var generator = SamplingGenerator(seed: 3)
    let sample = BalancedSampler(count: 40, objectShare: 0.5)(matches, using: &generator)
    #expect(sample.objects == Array(0..<6) && sample.background == Array(6..<16))
  }

  @Test func aSavedStateDrawsTheSameAgain() {
    let sampler = BalancedSampler(count: 8, objectShare: 0.25)
    var generator = SamplingGenerator(seed: 9)
    _ = sampler(matches, using: &generator)
    var resumed = SamplingGenerator(seed: 0)
    resumed.state = generator.state
    #expect(sampler(matches, using: &generator) == sampler(matches, using: &resumed))
  }

  /// 4,000 draws of 1 in 4: each about 1,000 times, standard deviation √(4000 · ¼ · ¾) = 27.
  @Test func everyCandidateIsDrawnAsOften() {
    var generator = SamplingGenerator(seed: 1)
    var counts = [0, 0, 0, 0]
    for _ in 0..<4000 { counts[generator.draw(1, of: [0, 1, 2, 3])[0]] += 1 }
    #expect(counts.allSatisfy { abs($0 - 1000) < 5 * 27 })
  }
}
