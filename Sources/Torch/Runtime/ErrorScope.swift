import Synchronization

/// Where failing operations leave the first error of a block of expressions.
final class ErrorScope: Sendable {
  @TaskLocal static var current: ErrorScope?

  private let first = Mutex<TorchError?>(nil)

  var error: TorchError? { first.withLock { $0 } }

  func record(_ error: TorchError) {
    first.withLock { $0 = $0 ?? error }
  }

  /// Notes the error in the open scope; without one there is nobody to tell but the developer.
  static func report(_ error: TorchError) {
    guard let current else { preconditionFailure("\(error) (outside of withTorchErrors)") }
    current.record(error)
  }
}

/// Runs expressions on tensors and throws the first error that one of them met.
///
/// Inside, operations never throw: one that fails gives an undefined tensor, and operations on that do nothing.
/// Scopes nest; the inner one throws first.
public func withTorchErrors<Result>(_ body: () throws -> Result) throws -> Result {
  let scope = ErrorScope()
  let outcome = ErrorScope.$current.withValue(scope) { Swift.Result { try body() } }
  if let error = scope.error { throw error }
  return try outcome.get()
}
