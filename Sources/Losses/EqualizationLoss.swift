import Foundation
import Torch

/// Equalization loss (Tan et al., CVPR 2020, arXiv 2003.05176, equation 4).
///
/// Sigmoid cross entropy whose negatives of rare classes weigh nothing in foreground rows:
/// w = 1 − E(i) T(c) (1 − y), E = 1 on foreground rows, T = 1 for classes in fewer than λ of the images.
public struct EqualizationLoss: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// How many classes are rare.
  public let remark: String?
  /// 1 − T, [C].
  private let pushed: Tensor

  /// The loss of classes shown by these shares of the training images; those below `threshold` (λ) are rare.
  public init(imageFrequencies: [Double], threshold: Double, device: Device) {
    classCount = imageFrequencies.count
    remark =
      "eql: \(imageFrequencies.count { $0 < threshold }) of \(imageFrequencies.count) classes are rare, in less than \(String(format: "%.3g", 100 * threshold)) % of the images"
    pushed = Tensor(imageFrequencies.map { $0 < threshold ? 0.0 : 1.0 }, device: device)
  }

  /// C.
  public var columnCount: Int { classCount }

  /// (1/B) Σᵢ Σ_c w · BCE(σ(f), y).
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    var terms = SigmoidTerms(background: .noColumn)
    terms.foregroundNegatives = pushed
    return rows.sigmoidLoss(terms)
  }

  /// σ(f).
  public func scores(logits: Tensor) -> Tensor { logits.precise.sigmoid() }
}
