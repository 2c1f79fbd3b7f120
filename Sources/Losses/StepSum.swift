import Torch

/// A sum over the micro-batches of a step, that begins anew when it is taken.
final class StepSum {
  /// The sum so far, float64.
  private(set) var value: Tensor

  /// A sum of numbers of this shape.
  init(_ shape: [Int], device: Device) { value = .zeros(shape, dtype: .float64, device: device) }

  /// Adds a micro-batch's numbers.
  func add(_ numbers: Tensor) { value.add_(numbers.to(.float64)) }

  /// The sum; the next one begins at 0.
  func take() -> Tensor {
    defer { value = .zeros(like: value) }
    return value
  }
}
