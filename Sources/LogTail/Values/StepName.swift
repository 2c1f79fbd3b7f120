/// Names of what a record is placed by, as trainers write them: `step`, `Step`, `_step`, `train/step`, `iter`.
enum StepName {
  private static let exact = [
    "step", "_step", "iteration", "iter", "global_step", "globalstep", "steps", "it",
  ]
  private static let epochs: Set<String> = ["epoch", "epochs"]
  /// The rank of an epoch: anything that counts steps is better.
  static let epochRank = 100

  /// How good a step is what has this name, 0 the best; nil for what is none.
  static func rank(of name: String) -> Int? {
    let lowered = name.lowercased().replacing(" ", with: "_")
    if let rank = exact.firstIndex(of: lowered) { return rank }
    if epochs.contains(lowered) { return epochRank }
    guard let slash = lowered.lastIndex(of: "/") else { return nil }
    let prefix = lowered[..<slash]
    guard prefix == "train" || prefix == "trainer" || prefix == "training",
      let rank = exact.firstIndex(of: String(lowered[lowered.index(after: slash)...]))
    else { return nil }
    return exact.count + rank
  }
}
