import Recipes
import Torch

/// Whether a pass trains the detector or uses it.
enum Mode {
  case training
  case inference
}

/// A convolution without bias and the normalisation that follows it.
struct NormalisedConvolution {
  /// [outputs, inputs, kernel, kernel].
  let weight: Tensor
  let normalisation: Normalisation
  let stride: Int
  let padding: Int

  init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, _ configuration: Recipe.Detector.Backbone,
    _ source: ParameterSource
  ) {
    weight = source.weight([outputs, inputs, kernel, kernel], .he)
    normalisation = Normalisation(configuration, channels: outputs, source)
    self.stride = stride
    padding = kernel / 2
  }

  /// relu(norm(w ∗ x) + residual): x [N, inputs, H, W]; height and width are divided by the stride.
  func callAsFunction(
    _ x: Tensor, adding residual: Tensor? = nil, _ activation: Activation, _ mode: Mode
  ) -> Tensor {
    switch (normalisation, mode) {
    case (.frozenBatch(let norm, _), _), (.batch(let norm), .inference):
      folded(norm, x, adding: residual, activation)
    case (.batch(let norm), .training):
      norm(convolved(x)).finished(adding: residual, activation)
    case (.group(let norm), _):
      norm(convolved(x)).finished(adding: residual, activation)
    }
  }

  /// A constant scale commutes with the convolution: (w ∗ x) s + t = (s w) ∗ x + t, one pass over memory.
  private func folded(
    _ norm: BatchNorm, _ x: Tensor, adding residual: Tensor?, _ activation: Activation
  ) -> Tensor {
    let (scale, shift) = norm.affine
    return x.convolution(
      weight * scale.reshape([-1, 1, 1, 1]), shift, adding: residual, stride: stride, padding: padding,
      activation: activation)
  }

  private func convolved(_ x: Tensor) -> Tensor { x.conv2d(weight, stride: stride, padding: padding) }

  /// Keeps the weights as they are from now on.
  func freeze() {
    for (_, tensor) in [("", weight)] + normalisation.parameters { tensor.requiresGrad(false) }
  }

  /// Parameters by the names of the convolution and of its norm.
  func parameters(_ convolution: String, _ norm: String) -> [NamedTensor] {
    [("\(convolution).weight", weight)] + normalisation.parameters.prefixed(norm)
  }

  /// Buffers by the name of the norm.
  func buffers(_ norm: String) -> [NamedTensor] { normalisation.buffers.prefixed(norm) }
}

extension Tensor {
  /// The sum and the activation in place: norms keep their input for the gradient, not this output of theirs.
  fileprivate func finished(adding residual: Tensor?, _ activation: Activation) -> Tensor {
    if let residual { add_(residual) }
    return activation == .relu ? relu_() : self
  }
}

/// What follows a convolution, with its tensors.
enum Normalisation {
  case frozenBatch(BatchNorm, Recipe.Detector.Backbone.ScaleAndShift)
  case batch(BatchNorm)
  case group(GroupNorm)

  init(_ configuration: Recipe.Detector.Backbone, channels: Int, _ source: ParameterSource) {
    func norm() -> BatchNorm { BatchNorm(channels: channels, epsilon: configuration.normEpsilon, source) }
    switch configuration.normalisation {
    case .frozenBatch(.trained): self = .frozenBatch(norm().trained(), .trained)
    case .frozenBatch(.frozen): self = .frozenBatch(norm(), .frozen)
    case .batch: self = .batch(norm().trained())
    case .group(let groups): self = .group(GroupNorm(channels: channels, groups: groups, source))
    }
  }

  var parameters: [NamedTensor] {
    switch self {
    case .frozenBatch(_, .frozen): []
    case .frozenBatch(let norm, .trained), .batch(let norm): norm.scaleAndShift
    case .group(let norm): norm.parameters
    }
  }

  var buffers: [NamedTensor] {
    switch self {
    case .frozenBatch(let norm, .frozen): norm.scaleAndShift + norm.statistics
    case .frozenBatch(let norm, .trained), .batch(let norm): norm.statistics
    case .group: []
    }
  }
}

/// Normalisation of each channel by its mean and variance over a batch, or by their running values.
struct BatchNorm {
  let weight: Tensor
  let bias: Tensor
  let mean: Tensor
  let variance: Tensor
  /// What is added to the variance before the root.
  let epsilon: Double
  static let momentum = 0.1

  init(channels: Int, epsilon: Double, _ source: ParameterSource) {
    self.epsilon = epsilon
    weight = source.constant(channels, 1)
    bias = source.constant(channels, 0)
    mean = source.constant(channels, 0)
    variance = source.constant(channels, 1)
  }

  func trained() -> BatchNorm {
    for tensor in [weight, bias] { tensor.requiresGrad(true) }
    return self
  }

  /// Scale and shift that equal the norm with its running statistics.
  var affine: (scale: Tensor, shift: Tensor) {
    let scale = weight * (variance + epsilon).rsqrt()
    return (scale, bias - mean * scale)
  }

  /// Normalises x [N, channels, H, W] by its own statistics, which the running ones follow.
  func callAsFunction(_ x: Tensor) -> Tensor {
    x.batchNorm(
      weight: weight, bias: bias, runningMean: mean, runningVariance: variance, momentum: Self.momentum,
      epsilon: epsilon)
  }

  var scaleAndShift: [NamedTensor] { [("weight", weight), ("bias", bias)] }
  var statistics: [NamedTensor] { [("running_mean", mean), ("running_var", variance)] }
}

/// Normalisation of groups of channels of each image (Wu & He 2018).
struct GroupNorm: Module {
  let weight: Tensor
  let bias: Tensor
  let groups: Int

  init(channels: Int, groups: Int, _ source: ParameterSource) {
    weight = source.bias(channels, 1)
    bias = source.bias(channels)
    self.groups = groups
  }

  /// x: [N, channels, H, W].
  func callAsFunction(_ x: Tensor) -> Tensor {
    x.groupNorm(groups, weight: weight, bias: bias)
  }

  var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}
