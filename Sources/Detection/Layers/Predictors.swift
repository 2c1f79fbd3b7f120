import Recipes
import Torch

extension Recipe.Detector.Predictor {
  /// Features ready for the inner product: scaled to unit length and by the temperature where they are compared by angle.
  func features(_ x: Tensor) -> Tensor {
    switch self {
    case .linear: x
    case .normalised(let temperature): x.unitRows() * temperature
    }
  }

  /// Weight rows ready for the inner product.
  func rows(_ weight: Tensor) -> Tensor {
    switch self {
    case .linear: weight
    case .normalised: weight.unitRows()
    }
  }
}

extension Tensor {
  /// Rows of the last dimension scaled to unit length, x / (‖x‖ + ε).
  fileprivate func unitRows() -> Tensor {
    self / (norm(dim: -1, keepDim: true) + 1e-6)
  }
}

/// One logit a column from a region's features.
struct Classifier: Module {
  /// [columns, features].
  let weight: Tensor
  /// [columns].
  let bias: Tensor
  let similarity: Recipe.Detector.Predictor

  init(
    _ inputs: Int, columns: Int, initialLogit: Double, _ similarity: Recipe.Detector.Predictor,
    _ source: ParameterSource
  ) {
    weight = source.weight([columns, inputs], .normal(0.01))
    bias = source.bias(columns, initialLogit)
    self.similarity = similarity
  }

  /// features: [R, inputs] → logits [R, columns].
  func callAsFunction(_ features: Tensor) -> Tensor {
    similarity.features(features).linear(similarity.rows(weight), bias)
  }

  var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}

/// A linear layer with outputs for each class, of which a region usually needs only those of its own class.
struct ClasswiseLinear: Module {
  /// [classes · outputs, inputs], a class's rows together.
  let weight: Tensor
  /// [classes · outputs].
  let bias: Tensor
  let classCount: Int
  let similarity: Recipe.Detector.Predictor

  init(
    _ inputs: Int, classCount: Int, outputs: Int, _ similarity: Recipe.Detector.Predictor,
    _ initialisation: Initialisation,
    _ source: ParameterSource
  ) {
    weight = source.weight([classCount * outputs, inputs], initialisation)
    bias = source.bias(classCount * outputs)
    self.classCount = classCount
    self.similarity = similarity
  }

  /// The outputs of each region's own class: no memory or time for the other classes.
  ///
  /// - Parameters:
  ///   - features: [R, S, inputs].
  ///   - classes: [R], int64, 0 ..< classCount.
  /// - Returns: [R, S, outputs].
  func callAsFunction(_ features: Tensor, ofClass classes: Tensor) -> Tensor {
    let regions = features.size(0)
    let inputs = weight.size(1)
    let own = weight.reshape([classCount, -1]).indexSelect(0, classes).reshape([regions, -1, inputs])
    let ownBias = bias.reshape([classCount, -1]).indexSelect(0, classes).unsqueeze(1)
    return similarity.features(features).matmul(similarity.rows(own).transpose(1, 2)) + ownBias
  }

  /// The outputs of every class: features [R, inputs] → [R, classes, outputs].
  func ofEveryClass(_ features: Tensor) -> Tensor {
    similarity.features(features).linear(similarity.rows(weight), bias)
      .reshape([features.size(0), classCount, -1])
  }

  var parameters: [NamedTensor] { [("weight", weight), ("bias", bias)] }
}
