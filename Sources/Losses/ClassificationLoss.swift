import Torch

/// How the box head learns to tell classes: the loss, the columns it needs and the scores it gives.
///
/// C foreground classes are numbered 0 ..< C, background is C, whatever the columns are. A loss is of one micro-batch: the
/// images that go through the network together, whose rows it averages over. What it draws at random follows from the
/// rows' seed; what it gathers over training makes it a `StatefulLoss`.
public protocol ClassificationLoss {
  /// C, the number of foreground classes.
  var classCount: Int { get }

  /// How many logits the classifier gives a region.
  var columnCount: Int { get }

  /// The logit that the classifier's columns begin with.
  var initialLogit: Double { get }

  /// What a run's log should say of it at the start; nil for nothing.
  var remark: String? { get }

  /// The loss of a micro-batch: a scalar, 0 for no rows.
  func callAsFunction(_ rows: LossRows) -> Tensor

  /// The logits of the classes alone, [B, C] in the classes' order, from logits [B, columnCount].
  func classLogits(_ logits: Tensor) -> Tensor

  /// Logits [B, columnCount] with a number added to each class's, C of them in the classes' order; background stays as it is.
  func shifted(_ logits: Tensor, by shifts: [Double]) -> Tensor

  /// Class scores in 0 ... 1 for inference, [B, C], from logits [B, columnCount].
  func scores(logits: Tensor) -> Tensor
}

extension ClassificationLoss {
  /// The first C columns.
  public func classLogits(_ logits: Tensor) -> Tensor { logits.narrow(1, 0, classCount) }

  /// With the first C columns shifted.
  public func shifted(_ logits: Tensor, by shifts: [Double]) -> Tensor {
    precondition(shifts.count == classCount, "one shift a class")
    let rest = [Double](repeating: 0, count: columnCount - classCount)
    return logits + Tensor((shifts + rest).map(Float.init), device: logits.device)
  }

  /// 0.
  public var initialLogit: Double { 0 }

  /// Nothing.
  public var remark: String? { nil }
}
