/// Where a text that is too long loses characters.
public enum Truncation: Sendable {
  /// At its beginning, as paths do that differ at their ends.
  case start
  /// At its end.
  case end
  /// In its middle, so that both ends still tell names apart.
  case middle
}

extension StringProtocol {
  /// The text in at most so many columns, an ellipsis standing for what was cut.
  public func fitted(to columns: Int, cutting cut: Truncation = .middle, ellipsis: Character = "…") -> String
  {
    guard self.columns > columns else { return String(self) }
    let room = columns - ellipsis.columns
    guard room >= 0 else { return "" }
    switch cut {
    case .start: return String(ellipsis) + trailing(room)
    case .end: return leading(room) + String(ellipsis)
    case .middle: return leading(room - room / 2) + String(ellipsis) + trailing(room / 2)
    }
  }

  /// The text in exactly so many columns: cut when longer, spaces on the left or right when shorter.
  public func padded(
    to columns: Int, alignment: Alignment = .leading, cutting cut: Truncation = .middle,
    ellipsis: Character = "…"
  ) -> String {
    let text = fitted(to: columns, cutting: cut, ellipsis: ellipsis)
    let missing = Swift.max(columns - text.columns, 0)
    switch alignment {
    case .leading: return text + String(repeating: " ", count: missing)
    case .trailing: return String(repeating: " ", count: missing) + text
    }
  }

  private func leading(_ columns: Int) -> String {
    var left = columns
    return String(
      prefix { character in
        left -= character.columns
        return left >= 0
      })
  }

  private func trailing(_ columns: Int) -> String {
    String(String(reversed()).leading(columns).reversed())
  }
}

/// Which side of its room a text leans on.
public enum Alignment: Sendable {
  /// Left.
  case leading
  /// Right.
  case trailing
}
