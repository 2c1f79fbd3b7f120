extension Unicode.Scalar {
  /// Whether it is never drawn but acts: control characters (C0, DEL, C1), line and paragraph separators, overrides of the
  /// direction of writing, invisible characters and tags. A terminal that gets one does what a stranger's file says, or
  /// shows two different names as one.
  ///
  /// Joiners (U+200C, U+200D) and the variation selectors of emoji stay: they shape what is drawn.
  public var isDeceptive: Bool {
    switch value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x61C: false
    case 0x200C, 0x200D: false
    case 0xE0100...0xE01EF: true
    default:
      switch properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
      default: false
      }
    }
  }

  /// Whether it is drawn over the character before it, where any number of it piles up.
  public var isCombining: Bool {
    guard value >= 0x300, !isDeceptive else { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }
}
