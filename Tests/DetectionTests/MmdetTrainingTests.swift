import Testing
import Torch

@testable import Detection

/// mmdetection 3.3's training pass, stage by stage: who stands for what, each loss and each gradient within 10⁻⁴.
@Suite struct MmdetTrainingTests {
  let tolerance = 1e-4

  @Test(arguments: GoldenMmdet.all)
  func anchorsStandForWhatTheyDoInMmdetection(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    let anchors = try anchors(of: golden)
    let samples = try golden.anchorSamples(anchors)
    for image in golden.targets.indices {
      let assigned = try golden.file.indices("train.rpn.assigned.\(image)")
      let attendance = anchors.attendance(imageSize: golden.batch.sizes[image])
      #expect(attendance ?? assigned.map { _ in true } == assigned.map { $0 != -2 })
      let matches = golden.trunk.proposals.matches(
        anchors, golden.targets[image], imageSize: golden.batch.sizes[image])
      #expect(matches == assigned.map(Match.init(mmdetection:)))
      let deltas = zip(samples[image].targets, samples[image].objects).flatMap {
        golden.trunk.proposals.coder.encode($0, from: anchors.boxes[$1])
      }
      let expected = try golden.file.tensor("train.rpn.pos_targets.\(image)")
      #expect(relativeError(Tensor(deltas, shape: expected.shape), expected) < tolerance)
    }
  }

  @Test(arguments: GoldenMmdet.all)
  func regionsStandForWhatTheyDoInMmdetection(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    for stage in golden.stages.indices {
      let names = golden.prefix("train", stage)
      let candidates = try golden.candidates(stage)
      for (image, candidates) in candidates.enumerated() {
        let assigned = try golden.file.indices(names + "roi.assigned.\(image)")
        #expect(candidates.matches[candidates.proposed] == assigned.map(Match.init(mmdetection:))[...])
      }
      let sample = try golden.sample(stage)
      let rows = Tensor(try golden.rows(stage))
      let rois = try golden.file.regions(names + "rois")
      #expect(sample.regions.boxes == rows.array(of: Int.self).map { rois.boxes[$0] })
      #expect(sample.regions.images == rows.array(of: Int.self).map { rois.images[$0] })
      let labels = try golden.file.tensor(names + "roi.labels").indexSelect(0, rows)
      #expect(sample.labels == labels.array(of: Int.self))
      let objects = try golden.targets.indices.map { image in
        (
          image: image, targets: try golden.file.indices(names + "roi.pos_gt.\(image)"),
          areAnnotated: try golden.file.indices(names + "roi.pos_is_gt.\(image)")
        )
      }
      #expect(
        sample.targets.map(\.index) == objects.flatMap(\.targets)
          && sample.targets.map(\.image) == objects.flatMap { o in o.targets.map { _ in o.image } })
      #expect(
        sample.areProposed.prefix(sample.objectCount).elementsEqual(
          objects.flatMap(\.areAnnotated).map { $0 == 0 }))
      let aims = try golden.file.tensor(names + "roi.bbox_targets").indexSelect(0, rows)
      #expect(
        relativeError(
          golden.stages[stage].box.aims(sample, golden.targets), aims.narrow(0, 0, sample.objectCount))
          < tolerance)
    }
  }

  @Test(arguments: GoldenMmdet.all)
  func outputsForSampledRegionsEqualMmdetections(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    try withTorchErrors {
      try withoutGradient {
        let levels = try golden.levels()
        for (index, stage) in golden.stages.enumerated() {
          let names = golden.prefix("train", index)
          let sample = try golden.sample(index)
          let rows = Tensor(try golden.rows(index))
          let pooled = stage.box.pooling(levels, sample.regions)
          let means = try golden.file.tensor(names + "box_feats.mean").indexSelect(0, rows)
          #expect(relativeError(pooled.flatten(from: 1).mean(dim: 1), means) < tolerance)
          let features = stage.box.features(pooled: pooled)
          let logits = try golden.file.tensor(names + "cls_score").indexSelect(0, rows)
          #expect(relativeError(stage.box.classifier(features), logits) < tolerance)
          let deltas = stage.box.regression.ofEveryClass(features).flatten(from: 1)
          if golden.stages.count > 1 {
            let expected = try golden.file.tensor(names + "bbox_pred").indexSelect(0, rows)
            #expect(relativeError(deltas, expected) < tolerance)
          } else {
            let expected = try golden.file.tensor(names + "bbox_pred.pos")
            #expect(relativeError(deltas.narrow(0, 0, sample.objectCount), expected) < tolerance)
          }
          if index + 1 < golden.stages.count {
            try expectHandedOn(golden, stage, sample, features, next: index + 1)
          }
          if let mask = stage.mask { try expectMasks(golden, mask, sample, names) }
        }
      }
    }
  }

  /// The next stage's candidates, image after image in the order of the file: objects, then background.
  private func expectHandedOn(
    _ golden: MmdetCase, _ stage: RegionStage, _ sample: RegionSample, _ features: Tensor, next: Int
  ) throws {
    let proposals = stage.proposals(after: sample, features, golden.batch.sizes)
    for (image, found) in proposals.enumerated() {
      let expected = try golden.file.tensor("train.s\(next).roi.priors.\(image)").boxes()
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { $0.isClose(to: $1, within: 0.016) })
    }
  }

  private func expectMasks(
    _ golden: MmdetCase, _ mask: MaskHead, _ sample: RegionSample, _ names: String
  ) throws {
    let objects = sample.regions.prefix(sample.objectCount)
    #expect(objects.boxes == (try golden.file.regions(names + "mask_rois")).boxes)
    let cells = MaskHead.side * MaskHead.side
    let targets = try golden.file.bitmaps(names + "mask_targets", count: cells).flatMap { $0 }
    let aims = mask.aims(sample, golden.targets, golden.batch).array(of: Float.self)
    #expect(zip(aims, targets).count { $0 != Float($1) } == 0)
    let pooled = mask.pooling(try golden.levels(), objects)
    let (first, count) = try golden.file.first(names + "mask_feats")
    #expect(relativeError(pooled.narrow(0, 0, count), first) < tolerance)
    let logits = mask(pooled: pooled, classes: Array(sample.labels.prefix(sample.objectCount)))
    let means = try golden.file.tensor(names + "mask_logits.own_mean")
    #expect(relativeError(logits.flatten(from: 1).mean(dim: 1), means) < tolerance)
  }

  @Test(arguments: GoldenMmdet.all)
  func lossesAndGradientsEqualMmdetections(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    let file = golden.file
    try withTorchErrors {
      let levels = golden.trunk.backbone(golden.batch.images, .training)
      let anchors = golden.trunk.anchors(of: golden.batch, levels).grid
      var losses = golden.trunk.proposals.losses(levels, anchors: anchors, try golden.anchorSamples(anchors))
      for (part, loss) in losses { try expect(loss, equals: file.tensor("loss.\(part.name)"), part.name) }
      var generator = SamplingGenerator(seed: 1)
      for (index, stage) in golden.stages.enumerated() {
        let pass = stage(levels, try golden.sample(index), golden.targets, golden.batch, &generator)
        let name = golden.stages.count > 1 ? "loss.s\(index)." : "loss."
        for (part, loss) in pass.losses {
          try expect(loss, equals: file.tensor(name + part.name), name + part.name)
        }
        losses.merge(pass.losses) { $0 + $1 }
      }
      let pass = TrainingPass(losses: losses, regionLogits: Tensor(0), regionLabels: [])
      try expect(pass.total, equals: file.tensor("loss.total"), "total")
      pass.total.backward()
    }
    try expectGradients(golden)
  }

  /// Every trained parameter's norm, and some gradients whole; what is frozen has none.
  private func expectGradients(_ golden: MmdetCase) throws {
    let names = Set(golden.file.names)
    for (name, tensor) in golden.detector.parameters {
      let key = MmdetCase.key(of: name)
      if names.contains("gradnorm." + key) {
        let gradient = try #require(tensor.grad, "\(name)")
        let norm = Double(try golden.file.floats("gradnorm." + key)[0])
        #expect(abs(gradient.norm().item() - norm) <= tolerance * norm, "\(name)")
        if names.contains("grad." + key) {
          let expected = try golden.file.tensor("grad." + key)
          // A ReLU within rounding of its kink falls to the other side here and there: single units of a gradient
          // differ by more, as they do between mmdetection's own float32 and float64.
          let distance = (gradient.reshape(expected.shape) - expected).norm().item()
          #expect(distance <= 3 * tolerance * expected.norm().item(), "\(name)")
        }
      } else {
        // Of shifts the files have no norms.
        let isShift = key.contains(".bn") || key.contains("downsample.1") && key.hasSuffix("bias")
        #expect(isShift || tensor.grad == nil, "\(name)")
      }
    }
    let keys = Set(golden.detector.parameters.map { MmdetCase.key(of: $0.name) })
    let missing = names.filter { $0.hasPrefix("gradnorm.") && !keys.contains(String($0.dropFirst(9))) }
    #expect(missing == [])
  }

  private func expect(_ loss: Tensor, equals expected: Tensor, _ name: String) throws {
    #expect(relativeError(loss, expected) < tolerance, "\(name)")
  }

  private func anchors(of golden: MmdetCase) throws -> AnchorGrid {
    golden.trunk.anchors(of: golden.batch, try golden.levels()).grid
  }
}

extension Match {
  /// −2 left out and −1 ignored, 0 background, k the target k − 1.
  init(mmdetection assigned: Int) {
    switch assigned {
    case ..<0: self = .ignored
    case 0: self = .background
    default: self = .target(assigned - 1)
    }
  }
}
