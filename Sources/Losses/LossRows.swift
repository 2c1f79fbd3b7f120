import Torch

/// The regions of one micro-batch as its classification loss sees them, B rows.
public struct LossRows {
  /// [B, columns], of any finite value.
  public let logits: Tensor
  /// [B], int64, 0 ..< C, background C.
  public let labels: Tensor
  /// A number for each row, equal for rows that stand for the same ground truth; any for background.
  public let objects: [Int]
  /// What the loss draws at random follows from it: of the run's seed, the step and the micro-batch's place in it.
  public let seed: UInt64

  /// Rows of which it is known which ground truth they stand for.
  public init(logits: Tensor, labels: Tensor, objects: [Int], seed: UInt64) {
    precondition(objects.count == labels.count, "one ground truth a row")
    self.logits = logits
    self.labels = labels
    self.objects = objects
    self.seed = seed
  }

  /// Rows each of which stands for a ground truth of its own.
  public init(logits: Tensor, labels: Tensor, seed: UInt64) {
    self.init(logits: logits, labels: labels, objects: Array(0..<labels.count), seed: seed)
  }
}
