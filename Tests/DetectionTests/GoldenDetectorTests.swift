import Foundation
import Losses
import Testing
import Torch

@testable import Detection

/// torchvision 0.28's Mask R-CNN, stage by stage on the stage before it from the file: each within 10⁻⁴.
@Suite struct GoldenDetectorTests {
  let tolerance = 1e-4

  @Test(arguments: GoldenDetector.all)
  func pyramidAndProposalsEqualTorchvision(_ golden: GoldenDetector) throws {
    let (file, detector) = try golden.open()
    try withTorchErrors {
      let images = try file.tensor("image.normalised")
      let levels = detector.trunk.backbone(images.channelsLast(), .inference)
      for (index, name) in ["0", "1", "2", "3", "pool"].enumerated() {
        let expected = try file.tensor("fpn.\(name)")
        #expect(relativeError(levels[index], expected) < tolerance)
        let (objectness, deltas) = detector.trunk.proposals.head(expected)
        #expect(relativeError(objectness, try file.tensor("rpn.objectness.\(index)")) < tolerance)
        #expect(relativeError(deltas, try file.tensor("rpn.deltas.\(index)")) < tolerance)
      }
      let batch = ImageBatch(images: images, sizes: [])
      let anchors = detector.trunk.anchors(of: batch, levels)
      #expect(
        Tensor(anchors.grid.boxes, device: .cpu).array(of: Float.self)
          == (try file.tensor("anchors.image0")).array(of: Float.self))
    }
  }

  @Test(arguments: GoldenDetector.all)
  func headsEqualTorchvision(_ golden: GoldenDetector) throws {
    let (file, detector) = try golden.open()
    let classes = detector.configuration.classCount
    try withTorchErrors {
      let levels = try ["0", "1", "2", "3", "pool"].map { try file.tensor("fpn.\($0)") }
      let regions = try regions(of: file)
      let box = detector.heads.box
      #expect(relativeError(box.pooling(levels, regions), try file.tensor("box.pooled")) < tolerance)
      let hidden = box.features(pooled: try file.tensor("box.pooled"))
      #expect(relativeError(hidden, try file.tensor("box.hidden")) < tolerance)
      let logits = try file.tensor("box.logits_bg_first")
      let rolled = Tensor.concatenate([logits.narrow(1, 1, classes), logits.narrow(1, 0, 1)], dim: 1)
      #expect(relativeError(box.classifier(hidden), rolled) < tolerance)
      let deltas = box.regression.ofEveryClass(hidden)
      let expected = try file.tensor("box.deltas_bg_first").narrow(1, 4, 4 * classes)
      #expect(relativeError(deltas.flatten(from: 1), expected) < tolerance)
      let decoded = box.coder.decode(
        expected.reshape([-1, classes, 4]), from: Tensor(regions.boxes, device: .cpu).unsqueeze(1))
      #expect(relativeError(decoded, try file.tensor("box.decoded").narrow(1, 1, classes)) < tolerance)

      let mask = try #require(detector.heads.mask)
      let pooled = mask.pooling(levels, regions)
      #expect(relativeError(pooled, try file.tensor("mask.pooled")) < tolerance)
      let masks = try file.tensor("mask.logits_bg_first")
      for category in 0..<classes {
        let own = mask(pooled: pooled, classes: Array(repeating: category, count: regions.count))
        #expect(relativeError(own, masks.select(1, category + 1)) < tolerance)
      }
    }
  }

  @Test(arguments: GoldenDetector.all)
  func lossesEqualTorchvision(_ golden: GoldenDetector) throws {
    let (file, detector) = try golden.open()
    let classes = detector.configuration.classCount
    try withTorchErrors {
      let (sample, targets, objects) = try sample(of: file, classCount: classes)
      let logits = try file.tensor("box.logits_bg_first")
      let rolled = Tensor.concatenate([logits.narrow(1, 1, classes), logits.narrow(1, 0, 1)], dim: 1)
      let labels = try file.tensor("target.labels_bg_first").array(of: Int.self)
        .map { $0 == 0 ? classes : $0 - 1 }
      let classification = detector.heads.classification(
        LossRows(logits: rolled, labels: Tensor(labels), seed: 1))
      #expect(relativeError(classification, try file.tensor("loss.class")[0]) < tolerance)

      let hidden = try file.tensor("box.hidden").indexSelect(0, Tensor(objects))
      let regression = detector.heads.box.regressionLoss(
        hidden.narrow(0, 0, sample.objectCount), classes: Array(sample.labels.prefix(sample.objectCount)),
        aims: detector.heads.box.aims(sample, targets), regionCount: sample.regions.count)
      #expect(relativeError(regression, try file.tensor("loss.box")[0]) < tolerance)
      let aims = zip(sample.targets, sample.regions.boxes).flatMap {
        detector.heads.box.coder.encode(targets[$0.image].boxes[$0.index], from: $1)
      }
      let deltas = try file.tensor("target.deltas").indexSelect(0, Tensor(objects))
      #expect(relativeError(Tensor(aims).reshape([-1, 4]), deltas) < tolerance)

      let mask = try #require(detector.heads.mask)
      let size = try imageSize(of: file)
      let grids = try zip(sample.targets, sample.regions.boxes).flatMap { target, box in
        mask.grid(try #require(targets[target.image].masks[target.index]), in: box, imageSize: size)
      }
      let expected = try file.tensor("mask.targets")
      #expect(relativeError(Tensor(grids).reshape(expected.shape), expected) < tolerance)
      let levels = try ["0", "1", "2", "3", "pool"].map { try file.tensor("fpn.\($0)") }
      let batch = ImageBatch(
        images: try file.tensor("image.normalised"), sizes: targets.map { _ in size })
      let loss = mask.loss(levels, sample, targets, batch)
      #expect(relativeError(loss, try file.tensor("loss.mask")[0]) < tolerance)
    }
  }

  /// The files hold torchvision's soft masks; ours are cut at ½, so pixels within 10⁻⁴ of it may fall either way.
  @Test(arguments: GoldenDetector.all)
  func pastedMasksEqualTorchvision(_ golden: GoldenDetector) throws {
    let file = try SafeTensors(contentsOf: golden.url)
    let pasting = MaskPasting(side: MaskHead.side, mode: .wholePixels)
    try withTorchErrors {
      let name = try #require(file.names.first { $0.hasPrefix("paste.out") })
      let expected = try file.tensor(name)
      let size = ImageSize(height: expected.size(2), width: expected.size(3))
      for (index, box) in try file.tensor("paste.boxes").boxes().enumerated() {
        let soft = expected[index].array(of: Float.self)
        let crop = pasting(
          try file.tensor("paste.masks28")[index].array(of: Float.self), in: box, imageSize: size)
        let found = crop.fullBitmap(size)
        #expect(soft.indices.allSatisfy { abs(soft[$0] - 0.5) < 1e-4 || found[$0] == (soft[$0] > 0.5) })
      }
    }
  }

  private func regions(of file: SafeTensors) throws -> RegionBatch {
    var regions = RegionBatch([])
    let images = try file.tensor("regions.image").array(of: Int.self)
    for (box, image) in zip(try file.tensor("regions.xyxy").boxes(), images) {
      regions.append(box, image: image)
    }
    return regions
  }

  private func imageSize(of file: SafeTensors) throws -> ImageSize {
    let shape = try file.tensor("image.normalised").shape
    return ImageSize(height: shape[2], width: shape[3])
  }

  /// The file's regions that are objects, then the rest; each image has one target an object, all with one mask.
  private func sample(
    of file: SafeTensors, classCount: Int
  ) throws -> (sample: RegionSample, targets: [ImageTargets], rows: [Int]) {
    let regions = try regions(of: file)
    let labels = try file.tensor("target.labels_bg_first").array(of: Int.self)
    let boxes = try file.tensor("target.boxes").boxes()
    let masks = try file.tensor("target.masks")
    let size = try imageSize(of: file)
    var targets = (0..<masks.size(0)).map { _ in ImageTargets() }
    var sample = RegionSample()
    let objects = labels.indices.filter { labels[$0] > 0 }
    for row in objects {
      let image = regions.images[row]
      sample.regions.append(regions.boxes[row], image: image)
      sample.labels.append(labels[row] - 1)
      sample.targets.append((image, targets[image].count))
      targets[image].boxes.append(boxes[row])
      targets[image].classes.append(labels[row] - 1)
      targets[image].masks.append(
        CroppedMask(
          originX: 0, originY: 0, width: size.width, height: size.height,
          bits: masks[image].array(of: UInt8.self)))
    }
    for row in labels.indices where labels[row] == 0 {
      sample.regions.append(regions.boxes[row], image: regions.images[row])
      sample.labels.append(classCount)
    }
    return (sample, targets, objects)
  }
}

extension CroppedMask {
  /// Every pixel of the image, row by row.
  func fullBitmap(_ size: ImageSize) -> [Bool] {
    var pixels = [Bool](repeating: false, count: size.height * size.width)
    for y in 0..<height {
      for x in 0..<width { pixels[(originY + y) * size.width + originX + x] = bits[y * width + x] != 0 }
    }
    return pixels
  }
}
