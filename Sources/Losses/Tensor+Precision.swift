import Foundation
import Torch

extension Tensor {
  /// In single precision at least: losses do not sum in bfloat16.
  var precise: Tensor { dtype == .float64 ? self : to(.float32) }
}

extension Double {
  /// ln(p / (1 − p)) of a probability.
  var logit: Double { log(self / (1 - self)) }
}
