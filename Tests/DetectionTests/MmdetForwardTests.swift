import Foundation
import Losses
import Testing
import Torch

@testable import Detection

/// mmdetection 3.3's detectors in inference, stage by stage: each within 10⁻⁴.
@Suite struct MmdetForwardTests {
  let tolerance = 1e-4

  @Test(arguments: GoldenMmdet.all)
  func pyramidAndMapsEqualMmdetection(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    try withTorchErrors {
      try withoutGradient {
        let stages = golden.trunk.backbone.body(golden.batch.images, .inference)
        #expect(relativeError(stages[2], try golden.file.tensor("backbone.c4")) < tolerance)
        #expect(relativeError(stages[3], try golden.file.tensor("backbone.c5")) < tolerance)
        let levels = golden.trunk.backbone.pyramid(stages)
        for (index, expected) in try golden.levels().enumerated() {
          #expect(relativeError(levels[index], expected) < tolerance)
          let (objectness, deltas) = golden.trunk.proposals.head(levels[index])
          #expect(relativeError(objectness, try golden.file.tensor("rpn.cls.p\(index + 2)")) < tolerance)
          #expect(relativeError(deltas, try golden.file.tensor("rpn.reg.p\(index + 2)")) < tolerance)
          let anchors = golden.trunk.anchors(of: golden.batch, levels).levels[index]
          let expectedAnchors = try golden.file.tensor("anchors.p\(index + 2)")
          #expect((anchors - expectedAnchors).abs().max().item() < 1e-4)
        }
      }
    }
  }

  @Test(arguments: GoldenMmdet.all)
  func proposalsAreMmdetections(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    try withTorchErrors {
      try withoutGradient {
        let levels = golden.trunk.backbone(golden.batch.images, .inference)
        let anchors = golden.trunk.anchors(of: golden.batch, levels)
        for (part, mode) in [("test", Mode.inference), ("train", .training)] {
          let proposals = golden.trunk.proposals.proposals(
            levels, anchors: anchors, sizes: golden.batch.sizes, mode)
          for (image, found) in proposals.enumerated() {
            let expected = try golden.file.tensor("\(part).proposals.\(image)").boxes()
            #expect(found.count == expected.count)
            #expect(found.differences(from: expected) { $0.isClose(to: $1, within: 0.016) } == [])
          }
        }
      }
    }
  }

  @Test(arguments: GoldenMmdet.all)
  func headsEqualMmdetection(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    try withTorchErrors {
      try withoutGradient {
        let levels = try golden.levels()
        let proposals = try golden.targets.indices.map {
          try golden.file.tensor("test.proposals.\($0)").boxes()
        }
        var regions = RegionBatch(proposals)
        for (index, stage) in golden.stages.enumerated() {
          let names = golden.prefix("test", index)
          if golden.stages.count > 1 {
            let expected = try golden.file.regions(names + "rois")
            #expect(expected.images == regions.images)
            #expect(zip(regions.boxes, expected.boxes).allSatisfy { $0.isClose(to: $1, within: 0.016) })
            regions = expected
          }
          let pooled = stage.box.pooling(levels, regions)
          try expectPooled(pooled, golden.file, names + "box_feats")
          let features = stage.box.features(pooled: pooled)
          let logits = stage.box.classifier(features)
          #expect(relativeError(logits, try golden.file.tensor(names + "cls_score")) < tolerance)
          let deltas = stage.box.regression.ofEveryClass(features).flatten(from: 1)
          #expect(relativeError(deltas, try golden.file.tensor(names + "bbox_pred")) < tolerance)
          if index < golden.stages.count - 1 {
            regions.boxes = stage.box.moved(regions, features, in: golden.batch.sizes)
          }
        }
      }
    }
  }

  @Test(arguments: GoldenMmdet.all)
  func masksEqualMmdetection(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    for (index, stage) in golden.stages.enumerated() {
      guard let mask = stage.mask else { continue }
      let names = golden.prefix("test", index)
      try withTorchErrors {
        try withoutGradient {
          let regions = try golden.file.regions("test.mask_rois")
          let pooled = mask.pooling(try golden.levels(), regions)
          try expectPooled(pooled, golden.file, names + "mask_feats")
          let labels = try golden.targets.indices.flatMap { try golden.file.indices("test.det.labels.\($0)") }
          let own = mask(pooled: pooled, classes: labels)
          let means = own.flatten(from: 1).mean(dim: 1)
          #expect(relativeError(means, try golden.file.tensor(names + "mask_logits.own_mean")) < tolerance)
          var start = 0
          for image in golden.targets.indices {
            let expected = try golden.file.tensor(names + "mask_logits.own.\(image)")
            #expect(relativeError(own.narrow(0, start, expected.size(0)), expected) < tolerance)
            start += regions.images.count { $0 == image }
          }
          let (all, count) = try golden.file.first(names + "mask_logits")
          for category in 0..<all.size(1) {
            let logits = mask(
              pooled: pooled.narrow(0, 0, count), classes: Array(repeating: category, count: count))
            #expect(relativeError(logits, all.select(1, category)) < tolerance)
          }
        }
      }
    }
  }

  private func expectPooled(_ pooled: Tensor, _ file: SafeTensors, _ name: String) throws {
    let (first, count) = try file.first(name)
    #expect(relativeError(pooled.narrow(0, 0, count), first) < tolerance)
    #expect(relativeError(pooled.flatten(from: 1).mean(dim: 1), try file.tensor(name + ".mean")) < tolerance)
  }
}

extension Array {
  /// Indices of the expected elements that have no partner of their own here. Partners are looked for from an element's
  /// own place outwards, as orders differ by neighbours that are equally good.
  func differences(from expected: [Element], by isEqual: (Element, Element) -> Bool) -> [Int] {
    var isTaken = [Bool](repeating: false, count: count)
    return expected.indices.filter { place in
      let near = (0..<Swift.max(count, expected.count)).lazy.flatMap { [place - $0, place + $0] }
      let partner = near.first { indices.contains($0) && !isTaken[$0] && isEqual(self[$0], expected[place]) }
      if let partner { isTaken[partner] = true }
      return partner == nil
    }
  }
}
