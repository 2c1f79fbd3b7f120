import CTorch

/// The gradients of a step's micro-batches, added up in memory of their own.
///
/// That memory is taken once, before the first forward pass. Gradients left where a backward pass made them lie among the
/// activations it freed, and the next pass finds no room between them.
public final class GradientSum {
  private let parameters: [Tensor]
  private let sums: [Tensor]
  private var isReached: [Bool]

  /// A sum over no micro-batch yet.
  public init(of parameters: [NamedTensor]) {
    self.parameters = parameters.map(\.tensor)
    sums = self.parameters.map { Tensor.zeros(like: $0) }
    isReached = Array(repeating: false, count: parameters.count)
  }

  /// Adds the gradients that a backward pass left, and takes them from the parameters.
  public func collect() {
    call { ct_collect_gradients($0, $1, $2, $3) }
  }

  /// Makes the sums the parameters' gradients, those that no pass reached left without, and begins anew.
  ///
  /// The memory stays this sum's: clear the gradients before the next `collect()`.
  public func handOut() {
    call { ct_hand_out_gradients($0, $1, $2, $3) }
    isReached = Array(repeating: false, count: isReached.count)
  }

  private func call(
    _ body: (UnsafePointer<CTTensor>, UnsafePointer<CTTensor>, UnsafeMutablePointer<Bool>, Int) -> CTError?
  ) {
    let count = parameters.count
    Tensor.mutate(parameters + sums) { handles in
      handles.withUnsafeBufferPointer { handles in
        guard let first = handles.baseAddress else { return nil }
        return isReached.withUnsafeMutableBufferPointer { reached in
          reached.baseAddress.flatMap { body(first, first + count, $0, count) }
        }
      }
    }
  }
}
