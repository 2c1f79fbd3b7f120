/// A class, and how many objects went to it from another or came from it.
public struct ClassExchange: Sendable, Equatable {
  /// The other class, by index.
  public let category: Int
  /// Objects.
  public let count: Int

  /// An exchange of this many objects.
  public init(category: Int, count: Int) {
    self.category = category
    self.count = count
  }
}
