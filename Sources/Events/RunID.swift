/// Names one run on the screen and between queues.
public struct RunID: Hashable, Sendable, CustomStringConvertible {
  /// The run's name, unique among the runs shown.
  public let name: String

  /// A run of this name.
  public init(_ name: String) { self.name = name }

  /// What concerns no run in particular.
  public static let none = RunID("")

  /// The run's name.
  public var description: String { name }
}
