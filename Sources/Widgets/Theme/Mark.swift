import Cells

/// A colour and the sign that doubles it where there is no colour.
public struct Mark: Hashable, Sendable {
  /// The sign, one column wide.
  public var sign: Character
  /// The colour and attributes.
  public var style: Style

  /// A mark from its two halves.
  public init(_ sign: Character, _ style: Style = .plain) {
    self.sign = sign
    self.style = style
  }
}
