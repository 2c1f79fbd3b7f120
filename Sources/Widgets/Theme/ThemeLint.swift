import Cells

/// Whether a theme can be read: on the terminals it is for, in 24 bits, 256 and 16 colours, without colour and in
/// ASCII, and by eyes that lack the green cone.
public struct ThemeLint: Sendable {
  /// Something that cannot be read, and where the theme says it.
  public struct Finding: Equatable, Sendable {
    /// The role.
    public let place: ThemePlace
    /// What is wrong with it.
    public let fault: Fault
  }

  /// What can be wrong with a role.
  public enum Fault: Equatable, Sendable {
    /// The theme leaves the background to the terminal, and does not say to which terminals.
    case noGround
    /// Too near to what is behind it.
    case contrast(Double, least: Double, behind: String, ColorDepth)
    /// Too near to another bin, to an eye without the green cone.
    case alike(Double, least: Double, other: String, ColorDepth)
    /// The sign of another role that stands beside it.
    case sameSign(Character, other: String, GlyphSet)
    /// The colour of a bin.
    case sameColour(String, other: String)
  }

  /// WCAG 2.1, success criterion 1.4.3: what is read.
  static let leastContrast = 4.5
  /// WCAG 2.1, success criterion 1.4.11: lines.
  static let leastContrastOfLines = 3.0
  static let leastDifference = 20.0

  /// What is wrong, in the order of the checks.
  public private(set) var findings: [Finding] = []
  /// How many things were looked at.
  public private(set) var checkCount = 0
  private let file: ThemeFile

  /// Looks at everything a complete theme says.
  init(_ file: ThemeFile, source: String) {
    self.file = file
    if file.background?.foreground ?? "default" == "default", file.ground == nil {
      let place = ThemePlace(file: source, line: 1, key: "ground")
      findings.append(Finding(place: place, fault: .noGround))
    }
    for depth in [ColorDepth.direct, .palette, .sixteen] { checkColours(at: depth) }
    for glyphs in GlyphSet.allCases { checkSigns(in: glyphs) }
    checkColoursOfSeries()
  }

  private mutating func expect(_ holds: Bool, _ look: ThemeFile.Look, _ fault: @autoclosure () -> Fault) {
    checkCount += 1
    if !holds { findings.append(Finding(place: look.place, fault: fault())) }
  }
}

// MARK: - Colours

extension ThemeLint {
  private static let lines = ["border"]
  private static let bins = ["bins.rare", "bins.common", "bins.frequent"]
  private static let alerts = ["alert.warn", "alert.error", "alert.good"]

  /// What is read, wherever it stands.
  private var read: [ThemeFile.Look] {
    let styles = ThemeFile.styles.filter { !Self.lines.contains($0) && $0 != "selection" }
    return (styles + Self.bins + Self.alerts).compactMap { file.roles[$0] } + file.series
  }

  private mutating func checkColours(at depth: ColorDepth) {
    let grounds = grounds(at: depth)
    for look in read { checkContrast(of: look, on: grounds, at: depth, least: Self.leastContrast) }
    for look in Self.lines.compactMap({ file.roles[$0] }) {
      checkContrast(of: look, on: grounds, at: depth, least: Self.leastContrastOfLines)
    }
    checkSelection(at: depth)
    let bins = Self.bins.compactMap { file.roles[$0] }
    for (index, bin) in bins.enumerated() {
      for other in bins[..<index] { checkDifference(of: bin, from: other, at: depth) }
    }
  }

  private mutating func checkContrast(
    of look: ThemeFile.Look, on grounds: [SeenColor], at depth: ColorDepth, least: Double
  ) {
    let colour = colour(look.foreground, at: depth)
    for ground in look.background.map({ [self.colour($0, at: depth)] }) ?? grounds {
      let contrast = colour.contrast(with: ground)
      expect(contrast >= least, look, .contrast(contrast, least: least, behind: "\(ground)", depth))
    }
  }

  /// Text on it always; signs too, but where the sixteen colours leave hardly any that go with another.
  private mutating func checkSelection(at depth: ColorDepth) {
    guard let selection = file.roles["selection"], let name = selection.background else { return }
    let ground = colour(name, at: depth)
    let shown = depth == .sixteen ? [file.roles["text"]].compactMap { $0 } : read
    for look in shown where look.background == nil {
      checkContrast(of: look, on: [ground], at: depth, least: Self.leastContrast)
    }
  }

  private mutating func checkDifference(
    of look: ThemeFile.Look, from other: ThemeFile.Look, at depth: ColorDepth
  ) {
    let difference = colour(look.foreground, at: depth).difference(
      from: colour(other.foreground, at: depth), to: .deuteranope)
    expect(
      difference >= Self.leastDifference, look,
      .alike(difference, least: Self.leastDifference, other: other.place.key, depth))
  }

  /// The backgrounds the theme may lie on: its own, or the darkest and lightest of the terminals it is for.
  private func grounds(at depth: ColorDepth) -> [SeenColor] {
    if let own = file.background?.foreground, own != "default" { return [colour(own, at: depth)] }
    return (file.ground ?? .dark).backgrounds(at: depth).map(SeenColor.init)
  }

  /// A colour of the palette; the terminal's own text where there is none of that name.
  private func colour(_ name: String, at depth: ColorDepth) -> SeenColor {
    file.palette[name]?.resolved(depth).seen ?? SeenColor((file.ground ?? .dark).text)
  }

  /// Where colours are as one likes, a curve never has that of a bin.
  private mutating func checkColoursOfSeries() {
    for bin in Self.bins.compactMap({ file.roles[$0] }) {
      for look in file.series {
        expect(
          look.foreground != bin.foreground, look, .sameColour(look.foreground, other: bin.place.key))
      }
    }
  }
}

extension Theme.Ground {
  /// Backgrounds from one end to the other, 0xRRGGBB: of the sixteen the terminal's own black or white.
  fileprivate func backgrounds(at depth: ColorDepth) -> [UInt32] {
    switch (self, depth) {
    case (.dark, .sixteen): [0x000000]
    case (.light, .sixteen): [0xFFFFFF]
    case (.dark, _): [0x000000, 0x1E1E1E]
    case (.light, _): [0xFFFFFF, 0xFDF6E3]
    }
  }

  /// The faintest text such terminals have, 0xRRGGBB.
  fileprivate var text: UInt32 { self == .dark ? 0xC0C0C0 : 0x333333 }
}

// MARK: - Signs

extension ThemeLint {
  private mutating func checkSigns(in glyphs: GlyphSet) {
    let bins = Self.bins.compactMap { file.roles[$0] }
    for family in [bins + file.series, Self.alerts.compactMap { file.roles[$0] }] {
      for (index, look) in family.enumerated() {
        for other in family[..<index] {
          let sign = shown(look, glyphs)
          expect(sign != shown(other, glyphs), look, .sameSign(sign, other: other.place.key, glyphs))
        }
      }
    }
  }

  private func shown(_ look: ThemeFile.Look, _ glyphs: GlyphSet) -> Character {
    let sign = glyphs == .ascii ? look.asciiSign ?? look.sign : look.sign
    var cell = CellBuffer(size: Size(width: 1, height: 1), glyphs: glyphs)
    cell.put(sign ?? " ", at: Point(column: 0, row: 0))
    return cell[0, 0].character
  }
}
