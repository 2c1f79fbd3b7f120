import Foundation
import Testing
import Torch

/// The detector files beside the repository and in the folder that TAILBOARD_DETECTOR_CASES names.
enum GoldenFiles {
  static let detectors: [URL] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
      .standardizedFileURL
    let named = ProcessInfo.processInfo.environment["TAILBOARD_DETECTOR_CASES"].map { URL(filePath: $0) }
    return [root.appending(path: "../shared/data/detector").standardizedFileURL, named].compactMap { $0 }
      .flatMap {
        (try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)) ?? []
      }
      .filter { $0.pathExtension == "safetensors" }
  }()

  static func forEachDetector(_ body: (SafeTensors) throws -> Void) throws {
    for url in detectors {
      let file = try SafeTensors(contentsOf: url)
      try withTorchErrors { try body(file) }
    }
  }
}

/// The largest difference of two tensors' elements, relative to the largest expected element.
func relativeError(_ found: Tensor, _ expected: Tensor) -> Double {
  let difference = (found.to(.float64) - expected.to(.float64)).abs().max().item()
  return difference / max(expected.to(.float64).abs().max().item(), 1e-30)
}
