import Annotations
import Foundation
import Testing
import Torch

@testable import Detection

/// torchvision 0.28's whole Mask R-CNN on two images of different size: detections, and a training pass in which
/// the losses look at every anchor and region. Weights and images follow the golden files' rule.
@Suite struct TorchvisionTests {
  struct Reference: Decodable {
    struct Found: Decodable {
      let boxes: [Float]
      let scores: [Float]
      let classes: [Int]
      let maskAreas: [Int]
      let maskRowSums: [Double]
      let maskColumnSums: [Double]
      /// Pixels within 10⁻⁴ of probability ½.
      let undecided: [Int]
    }
    let depth: Int
    let classCount: Int
    let height: Int
    let width: Int
    let detections: [Found]
    let losses: [String: Double]
    let gradientNorms: [String: Double]

    static func all() throws -> [Reference] {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
      return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .map { try JSONDecoder().decode(Reference.self, from: Data(contentsOf: $0)) }
    }

    func detector() throws -> any Detector {
      var configuration = try DetectorConfiguration.torchvision(
        backbone: "resnet-\(depth)", classCount: classCount)
      configuration.network.proposals.sampleCount = 10_000_000
      configuration.network.regions.sampleCount = 10_000_000
      configuration.network.regions.objectShare = 0.5
      let detector = configuration.detector()
      try detector.load(GoldenWeights.weights(of: detector), layout: .backgroundFirst)
      return detector
    }

    /// The second image is smaller by 16 in both directions; the rest of it is padding.
    var batch: ImageBatch {
      let values = GoldenWeights.ruled("images", [2, 3, height, width], fanIn: 3)
      let images = Tensor(values, shape: [2, 3, height, width])
      images[1].narrow(1, height - 16, 16).zero_()
      images[1].narrow(2, width - 16, 16).zero_()
      return ImageBatch(
        images: images.channelsLast(),
        sizes: [
          ImageSize(height: height, width: width), ImageSize(height: height - 16, width: width - 16),
        ])
    }

    var targets: [ImageTargets] {
      [
        [
          CornerBox(x1: 8, y1: 6, x2: 40, y2: 44), CornerBox(x1: 50.5, y1: 20.25, x2: 90, y2: 60),
          CornerBox(x1: 3, y1: 50, x2: 30, y2: 70.5),
        ], [CornerBox(x1: 20, y1: 10, x2: 70, y2: 66)],
      ].enumerated().map { image, boxes in
        ImageTargets(
          boxes: boxes, classes: boxes.indices.map { (3 * $0 + 5 * image) % classCount },
          masks: boxes.map(threeQuarters))
      }
    }

    /// The mask of a box without its left upper quarter.
    private func threeQuarters(of box: CornerBox) -> CroppedMask {
      let edges = [box.x1, box.y1, box.x2, box.y2].map { Int($0.rounded(.toNearestOrEven)) }
      let width = edges[2] - edges[0]
      let height = edges[3] - edges[1]
      let cutWidth = (edges[0] + edges[2]) / 2 - edges[0]
      let cutHeight = (edges[1] + edges[3]) / 2 - edges[1]
      let bits = (0..<width * height).map { UInt8($0 / width < cutHeight && $0 % width < cutWidth ? 0 : 1) }
      return CroppedMask(originX: edges[0], originY: edges[1], width: width, height: height, bits: bits)
    }
  }

  @Test func detectionsEqualTorchvision() throws {
    for reference in try Reference.all() {
      let (height, width) = (reference.height, reference.width)
      let sizes = [
        ImageSize(height: height, width: width),
        ImageSize(height: (height - 16) * 3 / 2, width: (width - 16) * 3 / 2),
      ]
      let found = try reference.detector().detections(reference.batch, outputSizes: sizes)
      for (found, expected) in zip(found, reference.detections) {
        #expect(found.map(\.category) == expected.classes)
        #expect(zip(found, expected.scores).allSatisfy { abs($0.score - $1) < 1e-4 * $1 })
        let side = Float(max(height, width))
        #expect(
          found.indices.allSatisfy { index in
            let box = expected.boxes[4 * index..<4 * index + 4].map { $0 }
            return found[index].box.isClose(
              to: CornerBox(x1: box[0], y1: box[1], x2: box[2], y2: box[3]), within: 1e-4 * side)
          })
        for (index, detection) in found.enumerated() {
          let moments = try #require(detection.mask).moments
          let slack = Double(expected.undecided[index])
          #expect(abs(moments.area - Double(expected.maskAreas[index])) <= slack)
          let reach = slack * Double(side) * 2
          #expect(abs(moments.rows - expected.maskRowSums[index]) <= reach)
          #expect(abs(moments.columns - expected.maskColumnSums[index]) <= reach)
        }
      }
    }
  }

  @Test func lossesAndGradientsEqualTorchvision() throws {
    let names: [LossPart: String] = [
      .objectness: "loss_objectness", .proposalBox: "loss_rpn_box_reg", .classification: "loss_classifier",
      .box: "loss_box_reg", .mask: "loss_mask",
    ]
    for reference in try Reference.all() {
      let detector = try reference.detector()
      var generator = SamplingGenerator(seed: 1)
      let pass = try detector.losses(reference.batch, reference.targets, using: &generator)
      for (part, name) in names {
        let expected = try #require(reference.losses[name])
        #expect(abs(try #require(pass.losses[part]).item() - expected) < 1e-4 * expected)
      }
      try withTorchErrors { pass.total.backward() }
      for (name, tensor) in detector.parameters where name.hasSuffix("weight") {
        // Rows of background have a gradient there and do not exist here.
        guard let expected = reference.gradientNorms[name], !name.contains("mask_fcn_logits") else {
          continue
        }
        let norm = try #require(tensor.grad).norm().item()
        #expect(abs(norm - expected) < 1e-3 * expected, "\(name)")
      }
    }
  }
}

extension RunLengthMask {
  /// Number of pixels, and the sums of their rows and columns.
  var moments: (area: Double, rows: Double, columns: Double) {
    var result = (area: 0.0, rows: 0.0, columns: 0.0)
    var position = 0
    for (index, count) in counts.enumerated() {
      if index % 2 == 1 {
        for pixel in position..<position + Int(count) {
          result.area += 1
          result.rows += Double(pixel % height)
          result.columns += Double(pixel / height)
        }
      }
      position += Int(count)
    }
    return result
  }
}
