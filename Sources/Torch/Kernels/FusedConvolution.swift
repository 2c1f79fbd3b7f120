import CTorch

/// What follows a convolution within its kernel.
public enum Activation: Sendable {
  case identity
  case relu
}

extension Tensor {
  /// activation(w ∗ x + b + residual) as one autograd node that keeps only its input and output.
  ///
  /// - Parameters:
  ///   - weight: [out, C, h, w].
  ///   - bias: [out]; a frozen batch norm's shift, with its scale multiplied into the weight, fits here.
  ///   - residual: of the output's shape.
  /// - Returns: [N, out, H, W], channels-last.
  public func convolution(
    _ weight: Tensor, _ bias: Tensor? = nil, adding residual: Tensor? = nil, stride: Int = 1,
    padding: Int = 0,
    activation: Activation = .identity
  ) -> Tensor {
    guard residual?.isDefined != false, bias?.isDefined != false else { return .undefined }
    return Tensor.apply(self, weight) { x, w in
      withHandle(bias) { bias in
        withHandle(residual) { ct_fused_conv2d(x, w, bias, $0, stride, padding, activation == .relu) }
      }
    }
  }
}
