/// One place on the screen: a glyph, the columns it takes, and its style.
public struct Cell: Hashable, Sendable {
  /// The glyph, combining marks included.
  public let character: Character
  /// 1 or 2 columns; 0 marks the right half of the wide glyph in the cell before.
  public let width: Int
  /// How the glyph is drawn.
  public var style: Style

  /// A cell as wide as its glyph.
  public init(_ character: Character, _ style: Style = .plain) {
    self.init(character, width: max(character.columns, 1), style)
  }

  private init(_ character: Character, width: Int, _ style: Style) {
    self.character = character
    self.width = width
    self.style = style
  }

  /// An empty cell.
  public static func blank(_ style: Style = .plain) -> Cell { Cell(" ", width: 1, style) }

  /// The right half of a wide glyph.
  static func rightHalf(_ style: Style) -> Cell { Cell(" ", width: 0, style) }
}
