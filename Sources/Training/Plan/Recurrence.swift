import Recipes

/// Something that is done again and again: at multiples of a span, but never twice for one of them.
struct Recurrence: Sendable, Equatable {
  private let interval: Span
  private var doneCount: Int

  /// Recurs at multiples of the interval after `progress`.
  init(every interval: Span, after progress: Progress) {
    self.interval = interval
    doneCount = Recurrence.count(of: interval, at: progress)
  }

  /// Whether a multiple has gone by since it was done last.
  func isDue(at progress: Progress) -> Bool { Recurrence.count(of: interval, at: progress) > doneCount }

  /// Notes that it has been done.
  mutating func done(at progress: Progress) { doneCount = Recurrence.count(of: interval, at: progress) }

  /// NOTE: an epoch's multiple may be missed by a rounding error of the last bit, hence the margin.
  private static func count(of interval: Span, at progress: Progress) -> Int {
    Int(progress.share(of: interval) + 1e-9)
  }
}
