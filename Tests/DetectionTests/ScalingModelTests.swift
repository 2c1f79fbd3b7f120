import Testing

@testable import Detection

@Suite struct ScalingModelTests {
  /// 176 MB of gradients over 64 GPUs at 50 GB/s: 2 · 176e6 · 63 / 64 / 50e9 = 6.93 ms.
  private let model = ScalingModel(
    computeSeconds: 0.1, overlapSeconds: 0.004, imagesPerDevice: 2, gradientBytes: 176e6, devicesPerNode: 8,
    nodeBandwidth: 450e9, networkBandwidth: 50e9)

  @Test func theSlowestLinkOfTheRingDecides() {
    #expect(abs(model.allReduceSeconds(64) - 6.93e-3) < 1e-5)
    #expect(abs(model.allReduceSeconds(8) - 2 * 176e6 * 7 / 8 / 450e9) < 1e-9)
    #expect(model.allReduceSeconds(1) == 0)
  }

  @Test func onlyWhatTheBackwardPassDoesNotCoverCostsTime() {
    #expect(abs(model.stepSeconds(64) - 0.10293) < 1e-5)
    #expect(model.stepSeconds(8) == 0.1 && model.efficiency(8) == 1)
    #expect(abs(model.imagesPerSecond(64) - 128 / 0.10293) < 0.1)
    #expect(abs(model.efficiency(64) - 0.1 / 0.10293) < 1e-4)
  }
}
