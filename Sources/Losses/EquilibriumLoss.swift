import Foundation
import Torch

/// Equilibrium loss of LOCE (Feng et al., ICCV 2021, arXiv 2108.07507, equations 1 to 4).
///
/// Softmax cross entropy of logits shifted by ln s, L = −(1/B) Σ ln(s_y e^{f_y} / Σ_j s_j e^{f_j}), where s is the running
/// mean of each class's classification score: a class that scores low is spared as a negative. Background's s is
/// constant. Regions that the memory recalls are trained on beside the step's.
public final class EquilibriumLoss: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// What is trained on again.
  public let memory: FeatureMemory?
  private let momentum: Double
  /// s, of C classes and background.
  private(set) var meanScores: [Double]

  /// The loss of C foreground classes before training: every s is `initialScore`, and each ground truth of a step leaves
  /// the share `momentum` of it.
  public init(classCount: Int, momentum: Double, initialScore: Double, memory: FeatureMemory?) {
    self.classCount = classCount
    self.momentum = momentum
    self.memory = memory
    meanScores = Array(repeating: initialScore, count: classCount + 1)
  }

  /// C + 1.
  public var columnCount: Int { classCount + 1 }

  /// The loss where every foreground row stands for a ground truth of its own.
  public func callAsFunction(logits: Tensor, labels: Tensor) -> Tensor {
    self(logits: logits, labels: labels, objects: Array(0..<labels.count))
  }

  /// The loss, after the mean scores have followed this step's rows.
  public func callAsFunction(logits: Tensor, labels: Tensor, objects: [Int]) -> Tensor {
    let logits = logits.precise
    follow(logits, labels, objects)
    return value(logits: logits, labels: labels, meanScores: meanScores)
  }

  /// −(1/B) Σ ln(s_y e^{f_y} / Σ_j s_j e^{f_j}).
  func value(logits: Tensor, labels: Tensor, meanScores: [Double]) -> Tensor {
    // A score that has underflowed must not make the loss infinite.
    let shifts = Tensor(meanScores.map { log(max($0, 1e-30)) }, device: logits.device)
    return (logits + shifts.to(logits.dtype)).crossEntropy(labels, reduction: .sum) / max(labels.count, 1)
  }

  /// s ← μᵏ s + (1 − μᵏ) s̄, where s̄ is the mean over a class's k ground truths of their rows' mean score.
  private func follow(_ logits: Tensor, _ labels: Tensor, _ objects: [Int]) {
    precondition(objects.count == labels.count, "one ground truth a row")
    let scores = withoutGradient {
      logits.softmax(dim: 1).gather(1, labels.unsqueeze(1)).squeeze(1).array(of: Double.self)
    }
    let rows = zip(labels.array(of: Int.self), zip(objects, scores)).filter { $0.0 < classCount }
    for (label, rows) in Dictionary(grouping: rows, by: \.0) {
      let means = Dictionary(grouping: rows.map(\.1), by: \.0).sorted { $0.key < $1.key }
        .map { $0.value.map(\.1).mean }
      let kept = pow(momentum, Double(means.count))
      meanScores[label] = kept * meanScores[label] + (1 - kept) * means.mean
    }
  }

  /// Regions of classes that score low, most of all.
  public func recalled() -> FeatureMemory.Regions? { memory?.recall(scores: meanScores) }

  /// The softmax without background's column.
  public func scores(logits: Tensor) -> Tensor {
    logits.precise.softmax(dim: 1).narrow(1, 0, classCount)
  }

  /// How much memory the remembered regions can take.
  public var remark: String? { memory?.remark }

  /// Mean scores, and what is remembered.
  public var state: [NamedTensor] {
    [("mean_scores", Tensor(meanScores, device: .cpu))] + (memory?.state.prefixed("memory") ?? [])
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
    try memory?.restore(saved.under("memory"))
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
