/// A colour as the terminal is told it; themes are resolved to these before anything is drawn.
public enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case `default`
  /// An entry of the terminal's palette, 0 ..< 16 the user's own sixteen.
  case indexed(UInt8)
  /// A direct colour, for terminals that take 24 bits.
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// How many colours a terminal shows.
public enum ColorDepth: Hashable, Sendable, CaseIterable {
  /// Attributes only: bold, dim, underline, reverse.
  case mono
  /// The user's sixteen.
  case sixteen
  /// The fixed palette of 256.
  case palette
  /// 24 bits a colour.
  case direct
}

/// How a cell is drawn: two colours and the attributes that stay where there is no colour.
public struct Style: Hashable, Sendable {
  /// What a terminal can do to a glyph besides colouring it.
  public struct Attributes: OptionSet, Hashable, Sendable {
    /// The bits, one an attribute.
    public let rawValue: UInt8

    /// A set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter.
    public static let dim = Attributes(rawValue: 2)
    /// Underlined.
    public static let underline = Attributes(rawValue: 4)
    /// Foreground and background exchanged.
    public static let reverse = Attributes(rawValue: 8)
    /// Slanted.
    public static let italic = Attributes(rawValue: 16)
  }

  /// The glyph's colour.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// What else is done to it.
  public var attributes: Attributes

  /// A style from its parts; what is not named is the terminal's own.
  public init(_ foreground: Color = .default, on background: Color = .default, _ attributes: Attributes = [])
  {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours and no attribute.
  public static let plain = Style()

  /// This style with more attributes.
  public func adding(_ attributes: Attributes) -> Style {
    Style(foreground, on: background, self.attributes.union(attributes))
  }

  /// Laid over another style: what this one leaves at the default shows what is below.
  public func over(_ below: Style) -> Style {
    Style(
      foreground == .default ? below.foreground : foreground,
      on: background == .default ? below.background : background,
      attributes.union(below.attributes))
  }
}
