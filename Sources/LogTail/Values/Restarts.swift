import Events

/// The places where a run began again at an earlier step: told of its records, whichever of its scalars fell first.
public struct Restarts: Sendable, Equatable {
  /// A run that began again.
  public struct Restart: Sendable, Equatable {
    /// The last step before.
    public let end: Int
    /// The first step after.
    public let start: Int
  }

  /// More are counted, not kept: what jumps back and forth is no resumed run.
  private static let capacity = 1000

  /// The first of them.
  public private(set) var places: [Restart] = []
  /// How many there were.
  public private(set) var count = 0
  private var previousStep = Int.min
  /// The last step of each scalar, and how many restarts there were by then.
  private var scalars: [(step: Int, restarts: Int)] = []

  /// No restarts.
  public init() {}

  /// Two are the same where the same restarts are.
  public static func == (a: Restarts, b: Restarts) -> Bool { a.places == b.places && a.count == b.count }

  /// Takes in a record's step, by the first of its scalars. Scalars that fall behind one another fall together.
  /// - Returns: the restart that it is, if it is one.
  @discardableResult
  public mutating func take(step: Int, scalar: Int) -> Restart? {
    while scalars.count <= scalar { scalars.append((.min, 0)) }
    let last = scalars[scalar], previous = previousStep
    previousStep = step
    scalars[scalar] = (step, count)
    guard step < last.step, last.restarts == count else { return nil }
    let restart = Restart(end: max(previous, last.step), start: step)
    count += 1
    scalars[scalar].restarts = count
    if places.count < Self.capacity { places.append(restart) }
    return restart
  }

  /// The restarts in words: `2 restarts, at steps 159 and 1779`.
  public func phrase(_ axis: StepAxis) -> String {
    let shown = places.prefix(8).map { axis.text(of: $0.end) } + (count > 8 ? ["…"] : [])
    let list =
      shown.count > 1
      ? shown.dropLast().joined(separator: ", ") + " and " + shown[shown.count - 1] : shown.first ?? ""
    let plural = count == 1 ? "" : "s"
    return "\(count) restart\(plural), at \(axis.unit.rawValue)\(plural) \(list)"
  }
}
