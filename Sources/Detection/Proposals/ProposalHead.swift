import Torch

/// A 3×3 convolution, then at every position one objectness logit and four deltas an anchor.
struct ProposalHead {
  let convolution: Convolution
  let objectness: Convolution
  let deltas: Convolution

  init(width: Int, anchorsPerPosition: Int, _ source: ParameterSource) {
    convolution = Convolution(width, width, kernel: 3, .normal(0.01), source)
    objectness = Convolution(width, anchorsPerPosition, kernel: 1, .normal(0.01), source)
    deltas = Convolution(width, 4 * anchorsPerPosition, kernel: 1, .normal(0.01), source)
  }

  /// Of a level [N, width, H, W]: objectness [N, A, H, W] and deltas [N, 4 A, H, W].
  func callAsFunction(_ level: Tensor) -> (objectness: Tensor, deltas: Tensor) {
    let hidden = convolution(level, .relu)
    return (objectness(hidden), deltas(hidden))
  }

  /// The same at single positions, from the 3×3 neighbourhood of each.
  ///
  /// - Parameter patches: [P, width, 3, 3], channels-last, zeros beyond the map.
  /// - Returns: objectness [P, A] and deltas [P, A, 4].
  func atPositions(_ patches: Tensor) -> (objectness: Tensor, deltas: Tensor) {
    let hidden = patches.channelRows().linear(convolution.weight.channelRows(), convolution.bias).relu_()
    let count = patches.size(0)
    return (
      hidden.linear(objectness.weight.channelRows(), objectness.bias),
      hidden.linear(deltas.weight.channelRows(), deltas.bias).reshape([count, -1, 4])
    )
  }
}

extension ProposalHead: Module {
  var parameters: [NamedTensor] {
    convolution.parameters.prefixed("conv.0.0") + objectness.parameters.prefixed("cls_logits")
      + deltas.parameters.prefixed("bbox_pred")
  }
}

extension Tensor {
  /// [R, C, h, w] → [R, h · w · C]: a view where the channels lie side by side.
  fileprivate func channelRows() -> Tensor { permute([0, 2, 3, 1]).flatten(from: 1) }
}
