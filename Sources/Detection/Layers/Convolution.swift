import Torch

/// A convolution of a square kernel, with a bias.
struct Convolution: Module {
  /// [outputs, inputs, kernel, kernel].
  let weight: Tensor
  /// [outputs].
  let bias: Tensor
  let padding: Int

  init(
    _ inputs: Int, _ outputs: Int, kernel: Int, _ initialisation: Initialisation, _ source: ParameterSource
  ) {
    weight = source.weight([outputs, inputs, kernel, kernel], initialisation)
    bias = source.bias(outputs)
    padding = kernel / 2
  }

  /// x: [N, inputs, H, W]; the result keeps H and W, and has another map added before the activation.
  func callAsFunction(
    _ x: Tensor, adding residual: Tensor? = nil, _ activation: Activation = .identity
  ) -> Tensor {
    x.convolution(weight, bias, adding: residual, padding: padding, activation: activation)
  }

  var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}

/// A fully connected layer.
struct Linear: Module {
  /// [outputs, inputs].
  let weight: Tensor
  /// [outputs].
  let bias: Tensor

  init(_ inputs: Int, _ outputs: Int, _ initialisation: Initialisation, _ source: ParameterSource) {
    weight = source.weight([outputs, inputs], initialisation)
    bias = source.bias(outputs)
  }

  /// x: [..., inputs] → [..., outputs].
  func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight, bias) }

  var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}
