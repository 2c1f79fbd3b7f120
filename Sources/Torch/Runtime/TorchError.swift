import CTorch

/// A failure inside libtorch, with its own words.
public struct TorchError: Error, Equatable, CustomStringConvertible {
  /// What libtorch said.
  public let message: String
  /// The operation that failed first, as it is called in Swift.
  public let operation: String

  /// An error of the operation named, with its message.
  public init(message: String, operation: String) {
    self.message = message
    self.operation = operation
  }

  /// The operation and the message.
  public var description: String { "\(operation): \(message)" }
}
