/// The glyphs a terminal can show; every drawing has a form in each.
public enum GlyphSet: Hashable, Sendable, CaseIterable {
  /// All of Unicode: curves in braille dots, two by four a cell.
  case braille
  /// Lines and half blocks, for fonts without braille.
  case blocks
  /// ASCII alone.
  case ascii

  /// What a terminal can show, from its encoding and its $TERM; $TAILBOARD_GLYPHS knows better.
  public init(environment: [String: String]) {
    if let named = environment["TAILBOARD_GLYPHS"].flatMap(GlyphSet.init(name:)) {
      self = named
    } else {
      let term = environment["TERM"] ?? ""
      // The Linux console has 256 glyphs or 512, braille not among them; a VT has ASCII and lines.
      let isBare = term == "linux" || term.hasPrefix("linux-") || term.hasPrefix("vt")
      self = isBare || !Self.isUTF8(environment) ? .ascii : .braille
    }
  }

  /// braille, blocks or ascii.
  public init?(name: String) {
    guard let set = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
    self = set
  }

  /// The first locale that is named decides; where none is, as in containers, text is UTF-8.
  private static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale = locale?.lowercased() else { return true }
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  /// Stands for what was cut out of a text.
  public var ellipsis: Character { self == .ascii ? "~" : "…" }
  /// A bar's cell from empty to full, one glyph a step.
  public var columnSteps: [Character] {
    switch self {
    case .braille: Array(" ▁▂▃▄▅▆▇█")
    case .blocks: Array(" ▄█")
    case .ascii: Array(" .:|")
    }
  }
  /// A horizontal bar's last cell from empty to full, one glyph a step.
  public var barSteps: [Character] {
    switch self {
    case .braille: Array(" ▏▎▍▌▋▊▉█")
    case .blocks: Array(" ▌█")
    case .ascii: Array(" -#")
    }
  }
  /// The empty part of a bar.
  public var barTrack: Character { self == .ascii ? "." : "·" }
  /// The lines a box is drawn with.
  public var box: BoxGlyphs { self == .ascii ? .ascii : .light }
  /// The lines of a box that has the focus, told from the others without colour.
  public var focusedBox: BoxGlyphs { self == .ascii ? .asciiDouble : self == .blocks ? .double : .heavy }

  /// The form a glyph takes in this set: itself where it can be shown.
  func form(of character: Character) -> Character {
    guard self == .ascii, !character.isASCII else { return character }
    if let form = Self.asciiForms[character] { return form }
    if let first = character.unicodeScalars.first?.value, (0x2801...0x28FF).contains(first) { return ":" }
    return Self.plainLetter(character) ?? "?"
  }

  /// é is written e where there is only ASCII.
  private static func plainLetter(_ character: Character) -> Character? {
    guard let scalar = character.unicodeScalars.first, scalar.properties.isAlphabetic else { return nil }
    let words = scalar.properties.name?.split(separator: " ") ?? []
    guard words.count >= 4, words[0] == "LATIN", words[2] == "LETTER", words[3].count == 1 else { return nil }
    return Character(words[1] == "CAPITAL" ? String(words[3]) : words[3].lowercased())
  }

  private static let asciiForms: [Character: Character] = {
    let rows: [(String, Character)] = [
      ("─━═╌┄╍–—−‐▔▬", "-"), ("┊┋╏", ":"), ("│┃║┆╎▏▎▍▌▕▐", "|"), ("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+"),
      ("█▉▊▋▇■▓", "#"), ("▆▅▒", "="), ("▄▃", ":"), ("▂░·•∙⋅", "."), ("▁", "_"), ("▀", "'"),
      ("●⬤", "@"), ("○◦", "o"), ("★☆", "*"), ("▲↑⇑▴", "^"), ("△", "A"), ("▼▽↓⇓▾", "v"), ("◆♦✦", "*"),
      ("◇", "%"),
      ("□▪▫", "="),
      ("▶►▸→⇒❯›", ">"), ("◀◄◂←⇐❮‹", "<"), ("✓✔", "+"), ("✗✘×✕", "x"), ("⚠", "!"), ("…⋯", "~"),
      ("‘’′", "'"), ("“”″", "\""), ("\u{00A0}\u{2009}\u{202F}\u{2007}\u{2800}", " "), ("±", "+"), ("≤", "<"),
      ("≥", ">"), ("≈", "~"), ("√", "v"), ("α", "a"), ("β", "b"), ("γ", "g"), ("δ", "d"), ("Δ", "D"),
      ("ε", "e"), ("θ", "t"), ("λ", "l"), ("μµ", "u"), ("ρ", "r"), ("σ", "s"), ("Σ", "S"), ("τ", "t"),
      ("°", "o"), ("²", "2"), ("³", "3"), ("½", "%"), ("⁺", "+"), ("⁻", "-"), ("∞", "8"), ("ß", "s"),
      ("⏸", "="), ("⏵", ">"), ("⏹⏺", "#"),
    ]
    var forms: [Character: Character] = [:]
    for (characters, form) in rows { for character in characters { forms[character] = form } }
    return forms
  }()
}

/// The lines and corners of a box, and the tees where axes and rules meet it.
public struct BoxGlyphs: Hashable, Sendable {
  /// Lines.
  public let horizontal, vertical: Character
  /// Corners.
  public let topLeft, topRight, bottomLeft, bottomRight: Character
  /// Tees, named for where their stem points.
  public let right, left, down, up: Character
  /// Where two lines cross.
  public let cross: Character

  private init(_ glyphs: String) {
    let glyph = Array(glyphs)
    (horizontal, vertical) = (glyph[0], glyph[1])
    (topLeft, topRight, bottomLeft, bottomRight) = (glyph[2], glyph[3], glyph[4], glyph[5])
    (right, left, down, up, cross) = (glyph[6], glyph[7], glyph[8], glyph[9], glyph[10])
  }

  /// Thin lines.
  public static let light = BoxGlyphs("─│┌┐└┘├┤┬┴┼")
  /// Thick lines.
  public static let heavy = BoxGlyphs("━┃┏┓┗┛┣┫┳┻╋")
  /// Double lines.
  public static let double = BoxGlyphs("═║╔╗╚╝╠╣╦╩╬")
  /// Dashes.
  public static let ascii = BoxGlyphs("-|+++++++++")
  /// Equals signs.
  public static let asciiDouble = BoxGlyphs("=|+++++++++")
}
