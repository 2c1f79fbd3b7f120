import Cells
import TOMLKit
import TOMLText

/// Reads a theme file: every key is known or refused, every value has its type.
struct ThemeReader {
  private let file: String
  private let lines: KeyLines

  /// Reads the text of a file; `file` names it in errors.
  static func read(_ text: String, file: String) throws(ThemeError) -> ThemeFile {
    let table: TOMLTable
    do {
      table = try parseTOML(text)
    } catch {
      throw .syntax(file: file, line: error.line, reason: error.reason)
    }
    return try ThemeReader(file: file, lines: KeyLines(text)).theme(table)
  }

  private func theme(_ table: TOMLTable) throws(ThemeError) -> ThemeFile {
    try allow(["name", "inherits", "ground", "background", "palette", "roles"], in: table, under: "")
    var theme = ThemeFile(name: try string(table["name"], "name", "the theme's name as text"))
    if let parent = table["inherits"] {
      theme.inherits = try string(parent, "inherits", "a theme's name as text")
    }
    if let ground = table["ground"] { theme.ground = try self.ground(ground) }
    if let background = table["background"] { theme.background = try color(background, "background") }
    for (name, value) in try entries(table["palette"], "palette") {
      theme.palette[name] = try paletteColor(value, "palette." + name)
    }
    try readRoles(try self.table(table["roles"], "roles"), into: &theme)
    return theme
  }

  private func readRoles(_ roles: TOMLTable, into theme: inout ThemeFile) throws(ThemeError) {
    try allow(ThemeFile.styles + ["bins", "alert", "series", "heat"], in: roles, under: "roles.")
    for role in ThemeFile.styles {
      if let value = roles[role] { theme.roles[role] = try look(value, "roles." + role, signKeys: []) }
    }
    for (group, signKey) in [("bins", "mark"), ("alert", "sign")] {
      let prefix = group + "."
      let known = ThemeFile.marks.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      let table = try self.table(roles[group], "roles." + group)
      try allow(known, in: table, under: "roles." + prefix)
      for name in known {
        guard let value = table[name] else { continue }
        theme.roles[prefix + name] = try look(value, "roles." + prefix + name, signKeys: [signKey, "ascii"])
      }
    }
    theme.series = try list(roles["series"], "roles.series", signKeys: ["mark", "ascii"])
    theme.heat = try list(roles["heat"], "roles.heat", signKeys: [])
  }

  private func list(
    _ value: (any TOMLValueConvertible)?, _ key: String, signKeys: [String]
  ) throws(ThemeError) -> [ThemeFile.Look] {
    guard let value else { return [] }
    guard let array = value.array else { throw bad(key, "a list", value) }
    return try array.map { element throws(ThemeError) in try look(element, key, signKeys: signKeys) }
  }

  /// A colour's name, or a table of colours, attributes and signs.
  private func look(
    _ value: any TOMLValueConvertible, _ key: String, signKeys: [String]
  ) throws(ThemeError) -> ThemeFile.Look {
    if value.string != nil { return try color(value, key) }
    guard let table = value.table else {
      throw bad(key, "a colour's name or { fg = …, bg = …, bold = true }", value)
    }
    try allow(["fg", "bg"] + Self.attributes.keys.sorted() + signKeys, in: table, under: key + ".")
    var look = ThemeFile.Look(place: place(key))
    if let name = table["fg"] { look.foreground = try string(name, key + ".fg", "a colour's name") }
    if let name = table["bg"] { look.background = try string(name, key + ".bg", "a colour's name") }
    for (name, attribute) in Self.attributes {
      guard let value = table[name] else { continue }
      guard let isOn = value.bool else { throw bad("\(key).\(name)", "true or false", value) }
      if isOn { look.attributes.insert(attribute) }
    }
    look.sign = try sign(table, key, signKeys.first)
    look.asciiSign = try sign(table, key, signKeys.last)
    return look
  }

  private static let attributes: [String: Style.Attributes] = [
    "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse, "italic": .italic,
  ]

  private func sign(_ table: TOMLTable, _ key: String, _ name: String?) throws(ThemeError) -> Character? {
    guard let name, let value = table[name] else { return nil }
    let key = "\(key).\(name)"
    guard let text = value.string, text.count == 1, text.columns == 1, name != "ascii" || text.first!.isASCII
    else {
      throw bad(key, name == "ascii" ? "one ASCII character" : "one character of one column", value)
    }
    return text.first
  }

  private func color(_ value: any TOMLValueConvertible, _ key: String) throws(ThemeError) -> ThemeFile.Look {
    ThemeFile.Look(place: place(key), foreground: try string(value, key, "a colour's name as text"))
  }

  private func ground(_ value: any TOMLValueConvertible) throws(ThemeError) -> Theme.Ground {
    guard let ground = value.string.flatMap(Theme.Ground.init) else {
      throw bad("ground", "\"dark\" or \"light\"", value)
    }
    return ground
  }

  private func paletteColor(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(ThemeError) -> PaletteColor {
    let expected =
      ##"{ hex = "#rrggbb", ansi = "red" }, ansi one of "## + PaletteColor.ansiNames.joined(separator: ", ")
    guard let table = value.table, let hex = table["hex"]?.string, let ansi = table["ansi"]?.string,
      let color = PaletteColor(hex: hex, ansi: ansi)
    else { throw bad(key, expected, value) }
    try allow(["hex", "ansi"], in: table, under: key + ".")
    return color
  }

  private func entries(
    _ value: (any TOMLValueConvertible)?, _ key: String
  ) throws(ThemeError) -> [(String, any TOMLValueConvertible)] {
    try table(value, key).map { ($0.0, $0.1) }
  }

  /// A table, empty where there is none.
  private func table(_ value: (any TOMLValueConvertible)?, _ key: String) throws(ThemeError) -> TOMLTable {
    guard let value else { return TOMLTable() }
    guard let table = value.table else { throw bad(key, "a table", value) }
    return table
  }

  private func string(
    _ value: (any TOMLValueConvertible)?, _ key: String, _ expected: String
  ) throws(ThemeError) -> String {
    guard let value else { throw .missing(file: file, key: key) }
    guard let text = value.string else { throw bad(key, expected, value) }
    return text
  }

  private func allow(_ known: [String], in table: TOMLTable, under prefix: String) throws(ThemeError) {
    guard let key = table.keys.first(where: { !known.contains($0) }) else { return }
    throw .unknownKey(place(prefix + key), known: known)
  }

  private func bad(_ key: String, _ expected: String, _ value: any TOMLValueConvertible) -> ThemeError {
    .badValue(place(key), expected: expected, found: value.debugDescription)
  }

  private func place(_ key: String) -> ThemePlace {
    ThemePlace(file: file, line: lines.line(of: key), key: key)
  }
}
