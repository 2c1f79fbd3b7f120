extension String {
  /// The candidate that differs least by single edits, unless more than a third of it would have to change.
  func nearest(among candidates: [String]) -> String? {
    let ranked = candidates.map { (candidate: $0, edits: edits(to: $0)) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }), best.edits * 3 <= Swift.max(count, 3) else {
      return nil
    }
    return best.candidate
  }

  /// Levenshtein's distance: characters inserted, removed or replaced.
  private func edits(to other: String) -> Int {
    let other = Array(other)
    var row = Array(0...other.count)
    for (i, character) in self.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in other.indices {
        let replaced = diagonal + (character == other[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}
