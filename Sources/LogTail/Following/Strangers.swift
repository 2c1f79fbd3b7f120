/// Files below the folders that are no logs, or not yet: written often, they must not make the search go on for ever.
struct Strangers {
  private static let capacity = 10_000
  /// Looks at a file that was written again before it is given a rest: a log may begin slowly.
  private static let patience = 8
  private static let rest = 60.0

  private var looks: [String: (count: Int, last: Double)] = [:]

  /// Whether a file that was written is worth a look.
  mutating func mayBeNews(_ path: String, at time: Double) -> Bool {
    guard RunSearch.mayBeLog(Path.name(of: path)) else { return false }
    if looks.count >= Self.capacity { looks.removeAll() }
    let before = looks[path] ?? (0, -.infinity)
    guard before.count < Self.patience || time - before.last > Self.rest else { return false }
    if time - before.last > 0.5 { looks[path] = (before.count + 1, time) }
    return true
  }
}
