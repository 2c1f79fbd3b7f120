import Synchronization

/// A bounded queue of values between two threads: the sender never waits; when full, the oldest go and are counted.
public final class Mailbox<Element: Sendable>: Sendable {
  private struct Contents {
    var elements: [Element] = []
    var dropped = 0
  }

  private let contents = Mutex(Contents())
  private let capacity: Int

  /// A mailbox that holds at most `capacity` elements.
  public init(capacity: Int) {
    precondition(capacity > 0, "a mailbox holds at least one element, got \(capacity)")
    self.capacity = capacity
  }

  /// Adds an element, dropping the oldest half when full (one move of memory per capacity / 2 sends).
  public func send(_ element: Element) {
    contents.withLock {
      if $0.elements.count == capacity {
        let excess = (capacity + 1) / 2
        $0.elements.removeFirst(excess)
        $0.dropped += excess
      }
      $0.elements.append(element)
    }
  }

  /// Takes everything sent since the last call, in order, and how many were dropped before it.
  public func drain() -> (elements: [Element], dropped: Int) {
    contents.withLock { contents in
      defer { contents = Contents() }
      return (contents.elements, contents.dropped)
    }
  }
}
