import CTorch
import Foundation

// Every operation goes through one of these: an undefined operand gives an undefined result without a call,
// a failing call leaves its message in the error scope.

extension Tensor {
  static func make(_ operation: StaticString = #function, _ body: () -> CTResult) -> Tensor {
    adopt(body(), operation)
  }

  static func apply(
    _ a: Tensor, _ operation: StaticString = #function, _ body: (CTTensor) -> CTResult
  ) -> Tensor {
    guard let first = a.handle else { return undefined }
    return withExtendedLifetime(a) { adopt(body(first), operation) }
  }

  static func apply(
    _ a: Tensor, _ b: Tensor, _ operation: StaticString = #function, _ body: (CTTensor, CTTensor) -> CTResult
  ) -> Tensor {
    guard let first = a.handle, let second = b.handle else { return undefined }
    return withExtendedLifetime((a, b)) { adopt(body(first, second), operation) }
  }

  static func apply(
    _ a: Tensor, _ b: Tensor, _ c: Tensor, _ operation: StaticString = #function,
    _ body: (CTTensor, CTTensor, CTTensor) -> CTResult
  ) -> Tensor {
    guard let first = a.handle, let second = b.handle, let third = c.handle else { return undefined }
    return withExtendedLifetime((a, b, c)) { adopt(body(first, second, third), operation) }
  }

  static func apply(
    _ tensors: [Tensor], _ operation: StaticString = #function, _ body: ([CTTensor]) -> CTResult
  ) -> Tensor {
    let handles = tensors.compactMap(\.handle)
    guard handles.count == tensors.count else { return undefined }
    return withExtendedLifetime(tensors) { adopt(body(handles), operation) }
  }

  static func applyPair(
    _ a: Tensor, _ operation: StaticString = #function, _ body: (CTTensor) -> CTPair
  ) -> (Tensor, Tensor) {
    guard let first = a.handle else { return (undefined, undefined) }
    let pair = withExtendedLifetime(a) { body(first) }
    report(pair.error, operation)
    return (Tensor(owning: pair.first), Tensor(owning: pair.second))
  }

  /// Calls for an effect on the tensors.
  static func mutate(
    _ tensors: [Tensor], _ operation: StaticString = #function, _ body: ([CTTensor]) -> CTError?
  ) {
    let handles = tensors.compactMap(\.handle)
    guard handles.count == tensors.count else { return }
    withExtendedLifetime(tensors) { report(body(handles), operation) }
  }

  static func adopt(_ result: CTResult, _ operation: StaticString) -> Tensor {
    report(result.error, operation)
    return Tensor(owning: result.tensor)
  }

  static func report(_ message: UnsafeMutablePointer<CChar>?, _ operation: StaticString) {
    guard let message else { return }
    defer { free(message) }
    ErrorScope.report(TorchError(message: String(cString: message), operation: "\(operation)"))
  }
}
