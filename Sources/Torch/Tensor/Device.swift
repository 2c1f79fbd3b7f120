import CTorch

/// Where a tensor lives and is computed on.
public enum Device: Hashable, Sendable {
  case cpu
  case cuda(Int)

  /// The first CUDA device when there is one, else the CPU.
  public static let `default`: Device = ct_has_cuda() ? .cuda(0) : .cpu

  /// libtorch's number, −1 for the CPU.
  var number: Int32 {
    switch self {
    case .cpu: -1
    case .cuda(let index): Int32(index)
    }
  }

  init(number: Int32) {
    self = number < 0 ? .cpu : .cuda(Int(number))
  }
}
