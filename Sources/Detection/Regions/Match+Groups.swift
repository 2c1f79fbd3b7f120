extension [Match] {
  /// With background that lies by half or more in a group's box left out: it may well show an object, and Open Images'
  /// rules do not count it as wrong either.
  func sparing(_ groups: [CornerBox], _ candidates: [CornerBox]) -> [Match] {
    guard !groups.isEmpty else { return self }
    return zip(self, candidates).map { match, candidate in
      let isSpared = match == .background && groups.contains { candidate.share(in: $0) >= 0.5 }
      return isSpared ? .ignored : match
    }
  }
}

extension CornerBox {
  /// The part of it that lies in another box; 0 where it has no area.
  func share(in other: CornerBox) -> Float {
    let width = min(x2, other.x2) - max(x1, other.x1)
    let height = min(y2, other.y2) - max(y1, other.y1)
    return width > 0 && height > 0 && area > 0 ? width * height / area : 0
  }
}
