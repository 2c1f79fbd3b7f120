import Torch

/// Seesaw loss (Wang et al., CVPR 2021, arXiv 2008.10032, equations 4 to 6, and its objectness branch).
///
/// Softmax cross entropy over foreground rows in which the negative j of a row of class i weighs M · K:
/// mitigation M = min(1, (N_j / N_i)^p) over instances seen in training, compensation K = max(1, (σ_j / σ_i)^q).
/// Two more columns tell foreground from background on all rows.
public final class SeesawLoss: StatefulLoss {
  /// C.
  public let classCount: Int
  private let mitigation: Double
  private let compensation: Double
  private let smallestScore = 1e-2
  /// N, [C].
  private let instances: Tensor
  /// Instances of the step, [C].
  private let step: StepSum

  /// The loss of C foreground classes with the exponents p and q, before training.
  public init(classCount: Int, mitigation p: Double, compensation q: Double, device: Device) {
    self.classCount = classCount
    mitigation = p
    compensation = q
    instances = .zeros([classCount], dtype: .float64, device: device)
    step = StepSum([classCount], device: device)
  }

  /// C classes, then foreground and background.
  public var columnCount: Int { classCount + 2 }

  /// The classes' loss over foreground rows and objectness over all rows, both divided by all rows.
  ///
  /// N are the instances of the steps before and of these rows, as each of the authors' processes counts its own first.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    let counted = rows.labels.bincount(classCount + 1).narrow(0, 0, classCount).to(.float64)
    step.add(counted)
    return classLoss(rows.logits, rows.labels, instances: instances + counted)
      + objectnessLoss(rows.logits, rows.labels)
  }

  /// The step's instances of each class, [C].
  public func takeContribution() -> Tensor { step.take() }

  /// Counts a step's instances.
  public func apply(_ contribution: Tensor) { instances.add_(contribution) }

  /// Summed over foreground rows and divided by all rows, as the references' `avg_factor` is; 0 for an empty batch.
  func classLoss(_ logits: Tensor, _ labels: Tensor, instances: Tensor) -> Tensor {
    let rows = (labels .< classCount).nonzero().squeeze(1)
    let (foreground, classes) = (logits.precise.narrow(1, 0, classCount)[rows], labels[rows])
    let seesaw = foreground + withoutGradient { factors(foreground, classes, instances).log() }
    return seesaw.crossEntropy(classes, reduction: .sum) / max(labels.count, 1)
  }

  /// M · K, 1 at the labels.
  private func factors(_ logits: Tensor, _ labels: Tensor, _ instances: Tensor) -> Tensor {
    let seen = instances.clamp(min: 1).to(logits.dtype)
    let rarer = (seen / seen[labels].unsqueeze(1)).clamp(max: 1).pow(mitigation)
    let scores = logits.softmax(dim: 1)
    let own = scores.gather(1, labels.unsqueeze(1)).clamp(min: smallestScore)
    let wrong = (scores / own).clamp(min: 1).pow(compensation)
    return Tensor.where(labels.oneHot(classCount) .== 1, 1, rarer * wrong)
  }

  /// Softmax cross entropy of foreground (0) and background (1), the mean over rows.
  func objectnessLoss(_ logits: Tensor, _ labels: Tensor) -> Tensor {
    let background = (labels .== classCount).to(.int64)
    return logits.precise.narrow(1, classCount, 2).crossEntropy(background, reduction: .sum)
      / max(labels.count, 1)
  }

  /// Class softmax × P(foreground).
  public func scores(logits: Tensor) -> Tensor {
    let logits = logits.precise
    let foreground = logits.narrow(1, classCount, 2).softmax(dim: 1).narrow(1, 0, 1)
    return logits.narrow(1, 0, classCount).softmax(dim: 1) * foreground
  }

  /// Instances of each class seen in training.
  public var state: [NamedTensor] { [("instances", instances)] }
}
