import Cells

/// What one theme file says, before it is laid over the theme it inherits from and resolved for a terminal.
struct ThemeFile {
  /// How one role looks: names of colours, attributes and the sign that doubles the colour.
  struct Look {
    let place: ThemePlace
    var foreground = "default"
    var background: String?
    var attributes: Style.Attributes = []
    var sign: Character?
    /// The sign where there is only ASCII, if not the buffer's own form of it.
    var asciiSign: Character?
  }

  var name: String
  var inherits: String?
  var ground: Theme.Ground?
  var background: Look?
  var palette: [String: PaletteColor] = [:]
  var roles: [String: Look] = [:]
  var series: [Look] = []
  var heat: [Look] = []

  /// Styles that a complete theme has.
  static let styles = ["text", "faint", "border", "focus", "title", "selection", "reference", "cursor"]
  /// Marks that a complete theme has.
  static let marks = ["bins.rare", "bins.common", "bins.frequent", "alert.warn", "alert.error", "alert.good"]

  /// What this file says, over what the other one says.
  func laid(over base: ThemeFile) -> ThemeFile {
    ThemeFile(
      name: name, inherits: nil, ground: ground ?? base.ground, background: background ?? base.background,
      palette: base.palette.merging(palette) { $1 }, roles: base.roles.merging(roles) { $1 },
      series: series.isEmpty ? base.series : series, heat: heat.isEmpty ? base.heat : heat)
  }
}

extension ThemeFile {
  /// The theme as one terminal shows it.
  func theme(file: String, depth: ColorDepth, glyphs: GlyphSet) throws(ThemeError) -> Theme {
    let resolver = Resolver(file: self, source: file, depth: depth, glyphs: glyphs)
    return Theme(
      name: name, ground: ground ?? .dark, text: try resolver.style("text"),
      faint: try resolver.style("faint"),
      border: try resolver.style("border"), focus: try resolver.style("focus"),
      title: try resolver.style("title"), selection: try resolver.style("selection"),
      reference: try resolver.style("reference"), cursor: try resolver.style("cursor"),
      rare: try resolver.mark("bins.rare"), common: try resolver.mark("bins.common"),
      frequent: try resolver.mark("bins.frequent"), warning: try resolver.mark("alert.warn"),
      error: try resolver.mark("alert.error"), good: try resolver.mark("alert.good"),
      series: try resolver.marks(series), heat: try resolver.styles(heat))
  }

  private struct Resolver {
    let file: ThemeFile
    let source: String
    let depth: ColorDepth
    let glyphs: GlyphSet

    func style(_ role: String) throws(ThemeError) -> Style {
      try style(look(role))
    }

    func mark(_ role: String) throws(ThemeError) -> Mark {
      try mark(look(role))
    }

    func marks(_ looks: [Look]) throws(ThemeError) -> [Mark] {
      try looks.map { look throws(ThemeError) in try mark(look) }
    }

    func styles(_ looks: [Look]) throws(ThemeError) -> [Style] {
      try looks.map { look throws(ThemeError) in try style(look) }
    }

    private func look(_ role: String) throws(ThemeError) -> Look {
      guard let look = file.roles[role] else { throw .missing(file: source, key: "roles." + role) }
      return look
    }

    private func mark(_ look: Look) throws(ThemeError) -> Mark {
      let sign = glyphs == .ascii ? look.asciiSign ?? look.sign : look.sign
      guard let sign else { throw .missing(file: source, key: look.place.key + ".mark") }
      return Mark(sign, try style(look))
    }

    /// Without colour, what has a background of its own is shown in reverse.
    private func style(_ look: Look) throws(ThemeError) -> Style {
      let behind = try file.background.map { look throws(ThemeError) in try color(look.foreground, look.place)
      }
      let own = try look.background.map { name throws(ThemeError) in try color(name, look.place) }
      let reverse: Style.Attributes = depth == .mono && look.background != nil ? .reverse : []
      return Style(
        try color(look.foreground, look.place), on: own ?? behind ?? .default, look.attributes.union(reverse))
    }

    private func color(_ name: String, _ place: ThemePlace) throws(ThemeError) -> Color {
      guard name != "default" else { return .default }
      guard let color = file.palette[name] else {
        throw .unknownColour(place, name: name, palette: file.palette.keys.sorted())
      }
      return color.resolved(depth)
    }
  }
}
