import ArgumentParser

/// Different values separated by commas: `1,2,3`.
public struct CommaSeparated<Value: ExpressibleByArgument & Hashable & Sendable>: ExpressibleByArgument,
  Sendable
{
  /// The values, in the order given.
  public let values: [Value]

  init(_ values: [Value]) { self.values = values }

  /// The values that the text names; nil unless each is one and none comes twice.
  public init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = words.compactMap { Value(argument: String($0)) }
    guard values.count == words.count, Set(values).count == values.count else { return nil }
  }

  /// The values as they are written.
  public var defaultValueDescription: String { values.map(\.defaultValueDescription).joined(separator: ",") }
}
