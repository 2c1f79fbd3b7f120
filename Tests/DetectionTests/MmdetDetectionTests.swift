import Annotations
import Losses
import Testing
import Torch

@testable import Detection

/// mmdetection 3.3's detections, from images to masks at the images' own size: as sets, each value within 10⁻⁴.
@Suite struct MmdetDetectionTests {
  @Test(arguments: GoldenMmdet.all)
  func detectionsAndTheirMasksAreMmdetections(_ golden: GoldenMmdet) throws {
    let golden = try golden.open()
    let found = try golden.detector.detections(golden.batch, outputSizes: golden.outputSizes)
    for (image, found) in found.enumerated() {
      let expected = try golden.file.detections("test.det", "boxes", image)
      #expect(found.count == expected.count)
      let side = Float(max(golden.outputSizes[image].height, golden.outputSizes[image].width))
      #expect(found.differences(from: expected) { $0.isClose(to: $1, side: side) } == [])
      guard golden.stages[0].mask != nil else {
        #expect(found.allSatisfy { $0.mask == nil })
        continue
      }
      let masks = try expected.map { expected in
        try #require(found.first { $0.isClose(to: expected, side: side) }?.mask).bitmap
      }
      try expectMasks(masks, golden, image)
    }
  }

  /// The first masks' pixels, of which a few lie at ½, and the area of all.
  private func expectMasks(_ masks: [[UInt8]], _ golden: MmdetCase, _ image: Int) throws {
    let size = golden.outputSizes[image]
    let expected = try golden.file.bitmaps("test.det.masks.\(image)", count: size.height * size.width)
    #expect(zip(masks, expected).map { zip($0, $1).count { $0 != $1 } }.reduce(0, +) <= 5)
    let areas = try golden.file.indices("test.det.mask_area.\(image)")
    let differences = zip(masks, areas).map { abs($0.count { $0 == 1 } - $1) }
    #expect(differences.allSatisfy { $0 <= 2 })
    #expect(Double(differences.reduce(0, +)) <= 1e-4 * Double(areas.reduce(0, +)))
  }

  /// A threshold of .4 without a limit, in pixels of the network's images.
  @Test(arguments: GoldenMmdet.all)
  func detectionsAboveAHighThresholdAreMmdetections(_ golden: GoldenMmdet) throws {
    let file = try SafeTensors(contentsOf: golden.url)
    let golden = try MmdetCase(
      file,
      selecting: {
        $0.scoreThreshold = 0.4
        $0.maximumDetections = 100_000
      })
    try expectDetections(golden, "test.thr")
  }

  /// The scores of the paper's loss, σ(c) (1 − σ(background)), of the detectors with normalised predictors.
  @Test(arguments: GoldenMmdet.all)
  func detectionsByTheScoresOfECMAreMmdetections(_ golden: GoldenMmdet) throws {
    let file = try SafeTensors(contentsOf: golden.url)
    guard file.names.contains("test.ecm.scores.0") else { return }
    let golden = try MmdetCase(
      file,
      classification: { classCount in
        EffectiveClassMarginLoss(
          margins: EffectiveMargins(
            positives: Array(1...classCount), backgroundToForeground: 6), device: .cpu)
      })
    try expectDetections(golden, "test.ecm")
  }

  private func expectDetections(_ golden: MmdetCase, _ name: String) throws {
    let found = try golden.detector.detections(golden.batch, outputSizes: golden.batch.sizes)
    for (image, found) in found.enumerated() {
      let expected = try golden.file.detections(name, "net_boxes", image)
      #expect(found.count == expected.count)
      #expect(found.differences(from: expected) { $0.isClose(to: $1, side: 160) } == [])
    }
  }
}

extension Detection {
  func isClose(to other: Detection, side: Float) -> Bool {
    category == other.category && abs(score - other.score) <= 1e-4 * other.score
      && box.isClose(to: other.box, within: 1e-4 * side)
  }
}

extension SafeTensors {
  func detections(_ name: String, _ boxes: String, _ image: Int) throws -> [Detection] {
    let labels = try indices("\(name).labels.\(image)")
    let scores = try floats("\(name).scores.\(image)")
    return zip(try tensor("\(name).\(boxes).\(image)").boxes(), zip(labels, scores)).map {
      Detection(category: $1.0, score: $1.1, box: $0, mask: nil)
    }
  }
}

extension RunLengthMask {
  /// Every pixel, row by row.
  var bitmap: [UInt8] {
    var pixels = [UInt8](repeating: 0, count: height * width)
    var position = 0
    for (index, count) in counts.enumerated() {
      if index % 2 == 1 {
        for pixel in position..<position + Int(count) { pixels[pixel % height * width + pixel / height] = 1 }
      }
      position += Int(count)
    }
    return pixels
  }
}
