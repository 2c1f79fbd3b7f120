import Foundation
import Recipes
import Testing
import Torch

@testable import Detection

@Suite struct BoxCoderTests {
  let regions: BoxCoder
  let proposals: BoxCoder

  init() throws {
    let network = try DetectorConfiguration.tiny("detector.conventions=torchvision").network
    regions = BoxCoder(network.family.stages[0], of: network)
    proposals = BoxCoder(anchorsOf: network)
  }

  let reference = CornerBox(x1: 10, y1: 20, x2: 30, y2: 60)

  /// The reference is 20 × 40 around (20, 40). The box is 40 × 40 around (25, 30):
  /// dx = 5 / 20 / 0.1 = 2.5, dy = −10 / 40 / 0.1 = −2.5, dw = ln 2 / 0.2, dh = 0.
  @Test func deltasAreRelativeToTheReference() {
    let deltas = regions.encode(CornerBox(x1: 5, y1: 10, x2: 45, y2: 50), from: reference)
    let expected: [Float] = [2.5, -2.5, log(Float(2)) / 0.2, 0]
    #expect(zip(deltas, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func decodingUndoesEncoding() {
    let box = CornerBox(x1: 3, y1: 41, x2: 17.5, y2: 44)
    for coder in [regions, proposals] {
      let deltas = Tensor(coder.encode(box, from: reference), shape: [1, 4])
      let decoded = coder.decode(deltas, from: Tensor([reference], device: .cpu)).boxes()[0]
      #expect(decoded.isClose(to: box, within: 1e-4))
    }
  }

  /// e^100 would overflow; the width grows by 1000 / 16 at most: 20 · 62.5 = 1250 around x = 20.
  @Test func noBoxGrowsWithoutBound() {
    let deltas = Tensor([0, 0, 100, 0] as [Float], shape: [1, 4])
    let decoded = proposals.decode(deltas, from: Tensor([reference], device: .cpu)).boxes()[0]
    #expect(decoded.isClose(to: CornerBox(x1: -605, y1: 20, x2: 645, y2: 60), within: 1e-2))
  }

  /// The height shrinks to 16 / 1000 of 40 at most where shrinking is limited: .64 around y = 40; else it all but vanishes.
  @Test func shrinkingIsLimitedByMmdetectionsConventionsAlone() throws {
    let deltas = Tensor([0, 0, 0, -100] as [Float], shape: [1, 4])
    #expect(proposals.decode(deltas, from: Tensor([reference], device: .cpu)).boxes()[0].height < 1e-6)
    let network = try DetectorConfiguration.tiny().network
    let limited = BoxCoder(anchorsOf: network).decode(deltas, from: Tensor([reference], device: .cpu))
      .boxes()[0]
    #expect(limited.isClose(to: CornerBox(x1: 10, y1: 39.68, x2: 30, y2: 40.32), within: 1e-3))
  }

  /// √(224 · 224) is P4, index 2; half the side P3; double P5, and so on to the ends; no area goes to the finest.
  @Test func regionsArePooledFromTheLevelOfTheirSize() throws {
    let regions = try Recipe(named: "lvis-ecm-r50-1x").detector.regions
    let pooling = PyramidPooling(configuration: regions, side: 7)
    let levels = [224, 223, 112, 448, 4000, 10, 0].map {
      pooling.level(of: CornerBox(x1: 0, y1: 0, x2: Float($0), y2: Float($0)))
    }
    #expect(levels == [2, 1, 1, 3, 3, 0, 0])
  }
}

extension CornerBox {
  func isClose(to other: CornerBox, within tolerance: Float) -> Bool {
    [x1 - other.x1, y1 - other.y1, x2 - other.x2, y2 - other.y2].allSatisfy { abs($0) <= tolerance }
  }
}
