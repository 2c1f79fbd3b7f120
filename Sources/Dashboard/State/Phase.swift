/// A part of the start-up with its times.
struct Phase: Sendable, Equatable {
  let name: String
  let start: Double
  var end: Double?

  /// Seconds it took, or has taken so far.
  func seconds(at now: Double) -> Double { max((end ?? now) - start, 0) }
}

extension [Phase] {
  mutating func begin(_ name: String, at time: Double) {
    endLast(at: time)
    append(Phase(name: name, start: time, end: nil))
  }

  mutating func endLast(at time: Double) {
    guard let last = indices.last, self[last].end == nil else { return }
    self[last].end = time
  }
}
