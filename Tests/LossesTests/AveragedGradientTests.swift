import Annotations
import Foundation
import Testing
import Torch

@testable import Losses

/// Twenty steps of eight micro-batches each, whose gradients are averaged, against PyTorch (Python/averaged_gradients.py).
@Suite struct AveragedGradientTests {
  private struct File: Decodable {
    let cases: [String: Case]
  }

  private struct Case: Decodable {
    let start, values, norms, end: [Double]
    /// The loss's statistics after each step, one after the other.
    let states: [[Double]]
    let inputs: [[Double]]
    let labels: [[Int]]
  }

  private static func loss(_ name: String) -> any ClassificationLoss {
    switch name {
    case "ecm":
      EffectiveClassMarginLoss(
        margins: EffectiveMargins(positives: [1, 3, 10, 40, 200], backgroundToForeground: 6.3313),
        device: .cpu)
    case "eqlv2": EqualizationLossV2(classCount: 5, gamma: 12, mu: 0.8, alpha: 4, device: .cpu)
    case "seesaw": SeesawLoss(classCount: 5, mitigation: 0.8, compensation: 2, device: .cpu)
    default: SoftmaxCrossEntropy(classCount: 5)
    }
  }

  @Test(arguments: ["softmax-ce", "ecm", "eqlv2", "seesaw"])
  func equalPyTorchStepByStep(name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Golden/averaged-gradients.json")
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    let golden = try #require(file.cases[name])
    let loss = Self.loss(name)
    try withTorchErrors {
      let weight = Tensor(golden.start, shape: [loss.columnCount, 6]).to(.float32).requiresGrad()
      let optimiser = SGD(parameters: [("weight", weight)], momentum: 0.9, weightDecay: 1e-4)
      let inputs = golden.inputs.map { Tensor($0, shape: [$0.count / 6, 6]).to(.float32) }
      for step in golden.values.indices {
        var value = 0.0
        for (input, labels) in zip(inputs, golden.labels) {
          let part = loss(
            LossRows(logits: input.matmul(weight.transpose(0, 1)), labels: Tensor(labels), seed: 1))
          (part / 8).backward()
          value += part.item() / 8
        }
        let norm = optimiser.clipGradients(maximum: 0.25).item()
        optimiser.step(learningRate: 0.1)
        optimiser.clearGradients()
        if let loss = loss as? any StatefulLoss {
          loss.apply(loss.takeContribution())
          let state = loss.state.flatMap { $0.tensor.to(.float64).array(of: Double.self) }
          expectClose(Tensor(state), Tensor(golden.states[step]), 1e-5, "\(step)")
        }
        #expect(abs(value - golden.values[step]) < 1e-5 * golden.values[step], "\(step)")
        #expect(abs(norm - golden.norms[step]) < 1e-5 * golden.norms[step], "\(step)")
      }
      expectClose(
        weight.detach(), Tensor(golden.end, shape: [loss.columnCount, 6]), 1e-5, smallest: 1, "weights")
    }
  }
}
