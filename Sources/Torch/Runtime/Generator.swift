import CTorch

/// A source of random numbers of its own, whose state can be saved and restored.
public final class Generator {
  let handle: CTGenerator
  /// Where the numbers are drawn.
  public let device: Device

  /// A generator that gives the same numbers for the same seed.
  public init(seed: UInt64, device: Device = .cpu) {
    let result = ct_generator_new(seed, device.number)
    guard let handle = result.generator else {
      preconditionFailure("no generator on \(device): \(result.error.map { String(cString: $0) } ?? "")")
    }
    self.handle = handle
    self.device = device
  }

  deinit { ct_generator_release(handle) }

  /// Everything that decides the numbers to come, as bytes.
  public var state: Tensor {
    get { Tensor.make { ct_generator_state(handle) } }
    set { Tensor.mutate([newValue], "state") { ct_generator_set_state(handle, $0[0]) } }
  }
}
