import Annotations
import Torch

/// Times a loss, forward and backward, on random logits of which a quarter of the rows is foreground.
public struct LossBenchmark {
  /// The losses with a kernel of their own.
  public enum Loss: String, CaseIterable, Sendable {
    case effectiveClassMargin = "ecm"
    case sigmoidCrossEntropy = "sigmoid-ce"
    case federated
    case equalization = "eql"
    case equalizationV2 = "eqlv2"
  }

  /// What was measured.
  public struct Report: Sendable {
    /// Median duration of a call.
    public let seconds: Double
    /// Bytes that a call holds beyond those held before.
    public let peakBytes: Int
  }

  private let loss: any ClassificationLoss
  private let logits: Tensor
  private let labels: Tensor

  /// A benchmark of so many rows and classes.
  public init(_ loss: Loss, rows: Int, classes: Int, device: Device) {
    let generator = Generator(seed: 1)
    self.loss = loss.make(classes: classes, device)
    logits = (3 * Tensor.randn([rows, self.loss.columnCount], generator: generator)).uploaded(to: device)
      .requiresGrad()
    let drawn = Tensor.randint(0..<classes, [rows], generator: generator).array(of: Int.self)
    labels = Tensor(drawn.enumerated().map { $0 < rows / 4 ? $1 : classes }, device: device)
  }

  /// Times calls on the calling thread, after three to warm up.
  public func run(calls: Int) throws -> Report {
    try withTorchErrors {
      for _ in 0..<3 { call() }
      let seconds = (0..<calls).map { _ in ContinuousClock().measure(call) / .seconds(1) }
      logits.clearGrad()
      return Report(seconds: seconds.sorted()[calls / 2], peakBytes: ResidentMemory.peak(of: call))
    }
  }

  private func call() {
    logits.clearGrad()
    loss(LossRows(logits: logits, labels: labels, seed: 1)).backward()
  }

  /// Median duration of a copy of the logits: what memory alone allows a kernel that reads and writes as much.
  public func copySeconds(calls: Int) throws -> Double {
    try withTorchErrors {
      let copy = Tensor.zeros(like: logits)
      let seconds = (0..<calls).map { _ in
        ContinuousClock().measure { withoutGradient { copy.copy_(from: logits) } } / .seconds(1)
      }
      return seconds.sorted()[calls / 2]
    }
  }
}

extension LossBenchmark.Loss {
  fileprivate func make(classes: Int, _ device: Device) -> any ClassificationLoss {
    let counts = Array(1...classes)
    switch self {
    case .effectiveClassMargin:
      return EffectiveClassMarginLoss(
        margins: EffectiveMargins(
          positives: counts, backgroundToForeground: EffectiveMargins.publishedBackgroundToForeground),
        device: device)
    case .sigmoidCrossEntropy: return SigmoidCrossEntropy(classCount: classes, prior: 0.01)
    case .federated:
      return FederatedLoss(imageCounts: counts, power: 0.5, setSize: 50, prior: 0.01)
    case .equalization:
      return EqualizationLoss(
        imageFrequencies: counts.map { Double($0 % 3) }, threshold: 1, device: device)
    case .equalizationV2:
      return EqualizationLossV2(classCount: classes, gamma: 12, mu: 0.8, alpha: 4, device: device)
    }
  }
}
