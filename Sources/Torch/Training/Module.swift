/// A part of a network: its parameters and buffers by the names torchvision gives them.
public protocol Module {
  /// What the optimiser changes, in a fixed order.
  var parameters: [NamedTensor] { get }
  /// What is saved with the parameters and not optimised, such as frozen statistics.
  var buffers: [NamedTensor] { get }
}

/// A tensor and its name in a state dictionary.
public typealias NamedTensor = (name: String, tensor: Tensor)

extension Module {
  /// Nothing, as most modules have.
  public var buffers: [NamedTensor] { [] }
}

extension [NamedTensor] {
  /// The same tensors under a module's name: "conv1.weight" in "body" is "body.conv1.weight".
  public func prefixed(_ name: String) -> [NamedTensor] {
    map { ("\(name).\($0.name)", $0.tensor) }
  }
}
