import Foundation
import Torch

extension Tensor {
  /// In single precision at least: losses do not sum in bfloat16.
  var precise: Tensor { dtype == .float64 ? self : to(.float32) }

  /// One-hot rows of C columns from labels 0 ... C; background's row is all zeros.
  func foregroundTargets(_ classCount: Int, dtype: DType) -> Tensor {
    oneHot(classCount + 1).narrow(1, 0, classCount).to(dtype)
  }

  /// (1/B) Σ weight · BCE(σ(self), target).
  func sigmoidCrossEntropy(_ target: Tensor, weight: Tensor? = nil) -> Tensor {
    bceWithLogits(target, weight: weight, reduction: .sum) / Swift.max(size(0), 1)
  }
}

extension Double {
  /// ln(p / (1 − p)) of a probability.
  var logit: Double { log(self / (1 - self)) }
}
