import Foundation
import Recipes
import Testing
import Torch

@testable import Detection

/// A file of torchvision's Mask R-CNN stage by stage, beside the repository or in TAILBOARD_DETECTOR_CASES.
struct GoldenDetector: CustomTestStringConvertible, Sendable {
  let url: URL

  var testDescription: String { url.lastPathComponent }

  static let all: [GoldenDetector] = {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    let named = ProcessInfo.processInfo.environment["TAILBOARD_DETECTOR_CASES"].map { URL(filePath: $0) }
    return [root.appending(path: "shared/data/detector"), named].compactMap { $0 }
      .flatMap {
        (try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)) ?? []
      }
      .filter { $0.pathExtension == "safetensors" }
      .map(GoldenDetector.init(url:))
  }()

  /// The file, and the detector it describes with its weights.
  func open() throws -> (file: SafeTensors, detector: FasterRCNN) {
    let file = try SafeTensors(contentsOf: url)
    let classCount = try file.tensor("box.logits_bg_first").size(1) - 1
    let description = file.metadata.values.joined(separator: " ") + url.lastPathComponent
    let depth = try #require(
      Recipe.Detector.Backbone.Depth.allCases.reversed().first {
        description.contains("resnet\($0.layerCount)") || description.contains("r\($0.layerCount)")
      })
    let detector = try DetectorConfiguration.torchvision(backbone: depth.rawValue, classCount: classCount)
      .oneStage()
    try detector.load(GoldenWeights.weights(of: detector), layout: .backgroundFirst)
    return (file, detector)
  }
}

/// Weights by the rule in the files' metadata.
enum GoldenWeights {
  /// A detector's weights under torchvision's names and in its shapes.
  static func weights(of detector: any Detector) -> [String: Tensor] {
    let classCount = detector.configuration.classCount
    var weights: [String: Tensor] = [:]
    for (name, tensor) in detector.parameters + detector.buffers {
      var shape = tensor.shape
      if name.hasPrefix("roi_heads.box_predictor.cls_score") { shape[0] = classCount + 1 }
      if name.hasPrefix("roi_heads.box_predictor.bbox_pred") { shape[0] = 4 * (classCount + 1) }
      if name.hasPrefix("roi_heads.mask_predictor.mask_fcn_logits") { shape[0] = classCount + 1 }
      let isNorm = name.contains(".bn") || name.contains("downsample.1")
      if name.hasSuffix("weight") && !isNorm {
        weights[name] = Tensor(ruled(name, shape, fanIn: shape.dropFirst().reduce(1, *)), shape: shape)
      } else {
        let isOne = isNorm && (name.hasSuffix("weight") || name.hasSuffix("running_var"))
        weights[name] = isOne ? .ones(shape) : .zeros(shape)
      }
    }
    return weights
  }

  /// w[k] = s · (2 · frac(43758.5453 · |sin(0.0129898 k + phase)|) − 1), s = √(3 / fan in).
  static func ruled(_ name: String, _ shape: [Int], fanIn: Int) -> [Float] {
    let phase = Double(MD5.firstWord(of: name)) / 4_294_967_296 * 10
    let scale = (3 / Double(fanIn)).squareRoot()
    return (0..<shape.reduce(1, *)).map { k in
      let value = 43758.5453 * abs(sin(0.0129898 * Double(k) + phase))
      return Float(scale * (2 * (value - value.rounded(.down)) - 1))
    }
  }
}

/// MD5 (RFC 1321) of a name shorter than one block's 55 bytes or a few blocks, as far as the rule needs it.
enum MD5 {
  /// The first four bytes of the digest, read as a big-endian number.
  static func firstWord(of text: String) -> UInt32 {
    var message = Array(text.utf8)
    let bitCount = UInt64(message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    message += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (8 * $0)) }
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
    for start in stride(from: 0, to: message.count, by: 64) {
      let words = (0..<16).map { word in
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(message[start + word * 4 + $1]) << (8 * UInt32($1)) }
      }
      mix(words, into: &state)
    }
    return state[0].byteSwapped
  }

  private static let shifts: [[UInt32]] = [
    [7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21],
  ]

  private static func mix(_ words: [UInt32], into state: inout [UInt32]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    for step in 0..<64 {
      let (mixed, word): (UInt32, Int) =
        switch step / 16 {
        case 0: ((b & c) | (~b & d), step)
        case 1: ((d & b) | (~d & c), (5 * step + 1) % 16)
        case 2: (b ^ c ^ d, (3 * step + 5) % 16)
        default: (c ^ (b | ~d), 7 * step % 16)
        }
      let constant = UInt32(4_294_967_296 * abs(sin(Double(step + 1))))
      let sum = mixed &+ a &+ constant &+ words[word]
      let shift = shifts[step / 16][step % 4]
      (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
    }
    for (index, value) in [a, b, c, d].enumerated() { state[index] = state[index] &+ value }
  }
}

/// The largest difference of two tensors' elements, relative to the largest expected element.
func relativeError(_ found: Tensor, _ expected: Tensor) -> Double {
  let difference = (found.to(.float64) - expected.to(.float64)).abs().max().item()
  return difference / max(expected.to(.float64).abs().max().item(), 1e-30)
}
