import CTorch

/// Where a tensor lives and is computed on. There is no default: whoever makes a tensor says where.
public enum Device: Hashable, Sendable {
  case cpu
  case cuda(Int)
  /// A device of a backend that registers itself with libtorch when it is loaded.
  case registered(Int)

  /// libtorch's numbers of device types.
  private enum DeviceType {
    static let cpu: Int32 = 0
    static let cuda: Int32 = 1
    static let registered: Int32 = 20
  }

  /// As the C face has it.
  var raw: CTDevice {
    switch self {
    case .cpu: CTDevice(type: DeviceType.cpu, index: 0)
    case .cuda(let index): CTDevice(type: DeviceType.cuda, index: Int32(index))
    case .registered(let index): CTDevice(type: DeviceType.registered, index: Int32(index))
    }
  }

  init(raw: CTDevice) {
    switch raw.type {
    case DeviceType.cpu: self = .cpu
    case DeviceType.cuda: self = .cuda(Int(raw.index))
    case DeviceType.registered: self = .registered(Int(raw.index))
    default: preconditionFailure("a device of a type that is not offered: \(raw.type)")
    }
  }
}

extension Device: CustomStringConvertible {
  /// As libtorch writes it: cpu, cuda:0.
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    case .registered(let index): "\(String(cString: ct_registered_backend())):\(index)"
    }
  }
}
