import Annotations
import Testing
import Torch

@testable import Losses

/// What every loss must bear, whatever its formula.
@Suite struct EdgeCaseTests {
  static let losses: [(name: String, make: @Sendable (Int) -> any ClassificationLoss)] = [
    ("softmax-ce", { SoftmaxCrossEntropy(classCount: $0) }),
    ("sigmoid-ce", { SigmoidCrossEntropy(classCount: $0, prior: 0.01) }),
    (
      "federated",
      { FederatedLoss(imageCounts: counts($0), power: 0.5, setSize: 50, prior: 0.01) }
    ),
    (
      "eql",
      {
        EqualizationLoss(
          imageFrequencies: counts($0).map { Double($0) / 100 }, threshold: 0.05, device: .cpu)
      }
    ),
    ("eqlv2", { EqualizationLossV2(classCount: $0, gamma: 12, mu: 0.8, alpha: 4, device: .cpu) }),
    (
      "bags",
      {
        BalancedGroupSoftmax(
          instanceCounts: counts($0), binEdges: [10, 100, 1000], othersPerForeground: 8)
      }
    ),
    ("seesaw", { SeesawLoss(classCount: $0, mitigation: 0.8, compensation: 2, device: .cpu) }),
    (
      "loce",
      {
        EquilibriumLoss(
          classCount: $0, momentum: 0.9, initialScore: 0.01,
          memory: FeatureMemory(
            classCount: $0, featureShape: [1, 1, 1], capacity: 1, recalledClasses: 1, recalledFeatures: 1,
            device: .cpu))
      }
    ),
    (
      "ecm",
      {
        EffectiveClassMarginLoss(
          margins: EffectiveMargins(positives: counts($0), backgroundToForeground: 6.3313), device: .cpu)
      }
    ),
  ]

  /// The first class has no instance, the next 1, 7, 49, …
  private static func counts(_ classes: Int) -> [Int] { (0..<classes).map { [0, 1, 7, 49, 343][$0 % 5] } }

  @Test(arguments: losses.indices, [1, 2, 5])
  func valuesAndGradientsAreFinite(index: Int, classes: Int) throws {
    let (name, make) = Self.losses[index]
    let cases: [(String, [Int])] = [
      ("no rows", []), ("no foreground", [classes, classes, classes]), ("the class without instances", [0]),
      ("all", Array(0...classes)),
    ]
    for (what, labels) in cases {
      for scale in [1.0, 100, 1e4] {
        for dtype in [DType.float32, .float64] {
          try withTorchErrors {
            let loss = make(classes)
            let noise = Tensor.randn(
              [labels.count, loss.columnCount], dtype: dtype, generator: Generator(seed: 2))
            let logits = (noise * scale).requiresGrad()
            for _ in 0..<2 {
              let value = loss(logits: logits, labels: Tensor(labels))
              value.backward()
              if let loss = loss as? any StatefulLoss { loss.apply(loss.takeContribution()) }
              let isFinite = logits.grad?.isFinite().all().item() == 1
              #expect(value.item().isFinite && value.item() >= 0 && isFinite, "\(name), \(what), \(scale)")
              if labels.isEmpty { #expect(value.item() == 0, "\(name)") }
            }
            let scores = loss.scores(logits: logits.detach())
            #expect(scores.shape == [labels.count, classes], "\(name)")
            #expect(scores.isFinite().all().item() == 1, "\(name), \(what), \(scale)")
          }
        }
      }
    }
  }
}
