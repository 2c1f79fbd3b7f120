import Foundation
import Torch

/// Equilibrium loss of LOCE (Feng et al., ICCV 2021, arXiv 2108.07507, equations 1 to 4).
///
/// Softmax cross entropy of logits shifted by ln s, L = −(1/B) Σ ln(s_y e^{f_y} / Σ_j s_j e^{f_j}), where s is the running
/// mean of each class's classification score: a class that scores low is spared as a negative. Background's s is
/// constant. Regions that the memory recalls are trained on beside a micro-batch's.
public final class EquilibriumLoss: RegionRecalling {
  /// C.
  public let classCount: Int
  /// What is trained on again.
  public let memory: FeatureMemory
  private let momentum: Double
  /// s, of C classes and background.
  private(set) var meanScores: [Double]
  /// How many ground truths the step has of each class, and the sum of their scores, [2, C].
  private let step: StepSum

  /// The loss of C foreground classes before training: every s is `initialScore`, and each ground truth of a step leaves
  /// the share `momentum` of it.
  public init(classCount: Int, momentum: Double, initialScore: Double, memory: FeatureMemory) {
    self.classCount = classCount
    self.momentum = momentum
    self.memory = memory
    meanScores = Array(repeating: initialScore, count: classCount + 1)
    step = StepSum([2, classCount], device: .cpu)
  }

  /// C + 1.
  public var columnCount: Int { classCount + 1 }

  /// The loss, with mean scores that have followed these rows.
  ///
  /// NOTE: the authors' processes exchange a step's scores before its loss; here a micro-batch sees its own.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    let scores = scores(of: rows)
    step.add(scores)
    return value(logits: rows.logits.precise, labels: rows.labels, meanScores: following(scores))
  }

  /// −(1/B) Σ ln(s_y e^{f_y} / Σ_j s_j e^{f_j}).
  func value(logits: Tensor, labels: Tensor, meanScores: [Double]) -> Tensor {
    // A score that has underflowed must not make the loss infinite.
    let shifts = Tensor(meanScores.map { log(max($0, 1e-30)) }, device: logits.device)
    return (logits + shifts.to(logits.dtype)).crossEntropy(labels, reduction: .sum) / max(labels.count, 1)
  }

  /// How many ground truths the rows have of each class, and the sum of the mean scores of their rows, [2, C].
  private func scores(of rows: LossRows) -> Tensor {
    let labels = rows.labels.unsqueeze(1)
    let scores = withoutGradient {
      rows.logits.precise.softmax(dim: 1).gather(1, labels).squeeze(1).array(of: Double.self)
    }
    var (counts, sums) = (Array(repeating: 0.0, count: classCount), Array(repeating: 0.0, count: classCount))
    let rows = zip(rows.labels.array(of: Int.self), zip(rows.objects, scores)).filter { $0.0 < classCount }
    for (label, rows) in Dictionary(grouping: rows, by: \.0) {
      let means = Dictionary(grouping: rows.map(\.1), by: \.0).sorted { $0.key < $1.key }
        .map { $0.value.map(\.1).mean }
      counts[label] = Double(means.count)
      sums[label] = means.reduce(0, +)
    }
    return Tensor(counts + sums, shape: [2, classCount], device: .cpu)
  }

  /// s ← μᵏ s + (1 − μᵏ) s̄, where s̄ is the mean over a class's k ground truths.
  private func following(_ scores: Tensor) -> [Double] {
    let values = scores.array(of: Double.self)
    var followed = meanScores
    for label in 0..<classCount where values[label] > 0 {
      let (count, sum) = (values[label], values[classCount + label])
      let kept = pow(momentum, count)
      followed[label] = kept * followed[label] + (1 - kept) * sum / count
    }
    return followed
  }

  /// Numbers of the step's ground truths and sums of their scores, [2, C].
  public func takeContribution() -> Tensor { step.take() }

  /// Lets the mean scores follow a step's.
  public func apply(_ contribution: Tensor) { meanScores = following(contribution) }

  /// Regions of classes that score low, most of all.
  public func recalled(seed: UInt64) -> FeatureMemory.Regions? {
    memory.recall(scores: meanScores, seed: seed)
  }

  /// The softmax without background's column.
  public func scores(logits: Tensor) -> Tensor {
    logits.precise.softmax(dim: 1).narrow(1, 0, classCount)
  }

  /// How much memory the remembered regions can take.
  public var remark: String? { memory.remark }

  /// Mean scores, and what is remembered.
  public var state: [NamedTensor] {
    [("mean_scores", Tensor(meanScores, device: .cpu))] + memory.state.prefixed("memory")
  }

  /// Takes up mean scores and memory.
  public func restore(_ saved: [NamedTensor]) throws {
    guard let scores = saved.first(where: { $0.name == "mean_scores" })?.tensor else {
      throw LossStateError.missing("mean_scores")
    }
    guard scores.shape == [classCount + 1] else {
      throw LossStateError.wrongShape("mean_scores", expected: [classCount + 1], found: scores.shape)
    }
    meanScores = scores.array(of: Double.self)
    try memory.restore(saved.under("memory"))
  }
}

extension [Double] {
  fileprivate var mean: Double { reduce(0, +) / Double(count) }
}

extension [NamedTensor] {
  /// The tensors of a module, by their names within it.
  fileprivate func under(_ name: String) -> [NamedTensor] {
    filter { $0.name.hasPrefix(name + ".") }.map { (String($0.name.dropFirst(name.count + 1)), $0.tensor) }
  }
}
