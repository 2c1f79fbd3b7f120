import CPUTensors
import Foundation
import Testing
import Torch

@testable import Losses

/// One call of a loss as its public reference implementation computes it in float64.
struct GoldenCase: Decodable {
  let loss: String
  let classes: Int
  let rows: Int?
  let cols: Int?
  let logits: [Double]?
  let labels: [Int]?
  let value: Double?
  let grad: [Double]?
  let activation: [Double]?

  // Of single losses.
  let imageCount: [Double]?
  let fgBgRatio: Double?
  let marginPos: [Double]?
  let marginNeg: [Double]?
  let weight: [Double]?
  let keptClasses: [Int]?
  let frequency: [Double]?
  let lambda: Double?
  let instanceCount: [Int]?
  let cumulative: [Double]?
  let p: Double?
  let q: Double?
  let valueClasses: Double?
  let valueObjectness: Double?
  let gradClasses: [Double]?
  let gradObjectness: [Double]?
  let steps: [GoldenCase]?
  let posGrad: [Double]?
  let negGrad: [Double]?
  let meanScore: [Double]?
  let binSplit: [Int]?

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    /// "fg_bg_ratio" as fgBgRatio, "lambda_" as lambda.
    init(inSnakeCase name: String) {
      let words = name.split(separator: "_")
      stringValue = words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    }
  }

  private struct File: Decodable {
    let cases: [GoldenCase]
  }

  /// The cases of one loss in the folder beside the repository and in the one TAILBOARD_LOSS_CASES names.
  static func all(of loss: String) throws -> [GoldenCase] {
    try everything.get().filter { $0.loss == loss }
  }

  private static let everything = Result {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../shared/data/losses")
    let named = ProcessInfo.processInfo.environment["TAILBOARD_LOSS_CASES"].map { URL(filePath: $0) }
    return try [root.standardizedFileURL, named].compactMap { $0 }.flatMap { folder in
      let files =
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .custom { Key(inSnakeCase: $0.last?.stringValue ?? "") }
      return try files.filter { $0.pathExtension == "json" }.flatMap {
        try decoder.decode(File.self, from: Data(contentsOf: $0)).cases
      }
    }
  }
}

extension GoldenCase {
  /// Expects the loss's value and gradient in both precisions, and scores where the case has them.
  func check(_ loss: any ClassificationLoss) throws {
    try check(value: try #require(value), gradient: try #require(grad)) {
      loss(logits: $0, labels: $1)
    }
    guard let activation else { return }
    try withTorchErrors {
      let all = Tensor(activation, shape: [try #require(rows), classes + 1])
      let logits = try logitsTensor(.float64)
      expectClose(loss.scores(logits: logits), all.narrow(1, 0, classes), 1e-9, "scores")
    }
  }

  func check(value: Double, gradient: [Double], of loss: (Tensor, Tensor) -> Tensor) throws {
    for (dtype, tolerance) in [(DType.float64, 1e-9), (.float32, 1e-5)] {
      try withTorchErrors {
        let logits = try logitsTensor(dtype).requiresGrad()
        let result = loss(logits, Tensor(try #require(labels)))
        result.backward()
        expectClose(result, Tensor(value, dtype: .float64), tolerance, "value in \(dtype)")
        let slopes = try #require(logits.grad)
        expectClose(
          slopes, Tensor(gradient, shape: slopes.shape), tolerance, smallest: dtype.smallestShare,
          "gradient in \(dtype)")
      }
    }
  }

  func logitsTensor(_ dtype: DType) throws -> Tensor {
    Tensor(try #require(logits), shape: [try #require(rows), try #require(cols)]).to(dtype)
  }
}

extension ClassificationLoss {
  /// The loss of rows that stand for a ground truth each.
  func callAsFunction(logits: Tensor, labels: Tensor, seed: UInt64 = 1) -> Tensor {
    self(LossRows(logits: logits, labels: labels, seed: seed))
  }
}

extension StatefulLoss {
  /// The loss of a step of one micro-batch.
  func step(logits: Tensor, labels: Tensor) -> Tensor {
    let value = self(logits: logits, labels: labels)
    apply(takeContribution())
    return value
  }
}

extension DType {
  /// The share of the largest gradient below which errors are measured against that share of it: rounding logits of
  /// ±160 to single precision alone moves small gradients by more than the tolerance.
  var smallestShare: Double { self == .float64 ? 1e-3 : 1 }
}

/// Every element within the tolerance of the expected one, relative to it or to a share of the largest one.
func expectClose(
  _ found: Tensor, _ expected: Tensor, _ tolerance: Double, smallest share: Double = 1e-3, _ what: String,
  at location: SourceLocation = #_sourceLocation
) {
  let scale = expected.abs().clamp(min: Swift.max(expected.abs().max().item() * share, 1e-30))
  let error = ((found.to(.float64) - expected).abs() / scale).max().item()
  #expect(found.shape == expected.shape && error <= tolerance, "\(what): \(error)", sourceLocation: location)
}
