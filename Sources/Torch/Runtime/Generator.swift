import CTorch

/// A source of random numbers of its own, whose state can be saved and restored.
///
/// Draws on the CPU, so that a seed gives the same numbers whatever device they are used on.
public final class Generator {
  let handle: CTGenerator

  /// A generator that gives the same numbers for the same seed.
  public init(seed: UInt64) {
    let result = ct_generator_new(seed)
    guard let handle = result.generator else {
      preconditionFailure("no generator: \(result.error.map { String(cString: $0) } ?? "")")
    }
    self.handle = handle
  }

  deinit { ct_generator_release(handle) }

  /// Everything that decides the numbers to come, as bytes.
  public var state: Tensor {
    get { Tensor.make { ct_generator_state(handle) } }
    set { Tensor.mutate([newValue], "state") { ct_generator_set_state(handle, $0[0]) } }
  }
}
