import Recipes
import Testing
import Torch

@testable import Detection

/// mmdetection 3.3's coder, levels and assigner on values of their own.
@Suite struct MmdetOperationTests {
  @Test(arguments: GoldenMmdet.all)
  func boxesAreCodedAsInMmdetection(_ golden: GoldenMmdet) throws {
    let file = try SafeTensors(contentsOf: golden.url)
    let network = try Recipe(named: "lvis-ecm-r50-1x").detector
    let coder = BoxCoder(network.family.stages[0], of: network)
    try withTorchErrors {
      let boxes = try file.tensor("op.decode.boxes")
      let decoded = coder.decode(try file.tensor("op.decode.deltas"), from: boxes)
      #expect(relativeError(decoded, try file.tensor("op.decode.unclipped")) < 1e-5)
      let clipped = decoded.unsqueeze(0).clipped(to: [ImageSize(height: 118, width: 150)])[0]
      #expect(relativeError(clipped, try file.tensor("op.decode.clipped")) < 1e-5)
      let targets = try file.tensor("op.encode.targets").boxes()
      let deltas = zip(targets, try file.tensor("op.encode.boxes").boxes()).flatMap {
        coder.encode($0, from: $1)
      }
      let expected = try file.tensor("op.encode.deltas")
      #expect(relativeError(Tensor(deltas, shape: expected.shape), expected) < 1e-5)
    }
  }

  @Test(arguments: GoldenMmdet.all)
  func regionsArePooledFromMmdetectionsLevels(_ golden: GoldenMmdet) throws {
    let file = try SafeTensors(contentsOf: golden.url)
    let regions = try Recipe(named: "lvis-ecm-r50-1x").detector.regions
    let pooling = PyramidPooling(configuration: regions, side: 7)
    let levels = try file.floats("op.level.sides").map {
      pooling.level(of: CornerBox(x1: 0, y1: 0, x2: $0, y2: $0))
    }
    #expect(levels == (try file.indices("op.level.levels")))
  }

  @Test(arguments: GoldenMmdet.all)
  func boxesAreAssignedAsInMmdetection(_ golden: GoldenMmdet) throws {
    let file = try SafeTensors(contentsOf: golden.url)
    let network = try Recipe(named: "lvis-ecm-r50-1x").detector
    let faster = try Recipe(named: "lvis-ecm-r50-1x").applying(overrides: ["detector.family=faster-rcnn"])
    let boxes = try file.tensor("op.assign.boxes").boxes()
    let targets = try file.tensor("op.assign.gt").boxes()
    for (name, matcher) in [
      ("rpn", Matcher(rules: network.proposals.matching)),
      ("roi_low", RegionSampler(network.regions, objectOverlap: 0.5, classCount: 20).matcher),
      ("roi", RegionSampler(faster.detector.regions, objectOverlap: 0.5, classCount: 20).matcher),
    ] {
      let expected = try file.indices("op.assign.\(name)").map(Match.init(mmdetection:))
      #expect(matcher(boxes, targets: targets) == expected, "\(name)")
    }
  }
}
