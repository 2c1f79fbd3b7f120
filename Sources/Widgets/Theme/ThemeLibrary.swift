import Cells
import Foundation

/// The themes that come with tailboard and those of the user, found by name; the user's come first.
public struct ThemeLibrary: Sendable {
  private let folders: [String]

  /// Themes of tailboard's own, and of the user's folder where there is one.
  public init(userFolder: String? = nil) {
    let own = Bundle.module.resourcePath.map { $0 + "/themes" }
    folders = [userFolder, own].compactMap { $0 }
  }

  /// The user's folder, as the XDG base directory specification names it.
  public static func userFolder(environment: [String: String]) -> String? {
    if let config = environment["XDG_CONFIG_HOME"], !config.isEmpty { return config + "/tailboard/themes" }
    return environment["HOME"].map { $0 + "/.config/tailboard/themes" }
  }

  /// The names there are.
  public var names: [String] {
    let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    return Set(files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }).sorted()
  }

  /// Whether a theme can be read wherever it is for.
  public func lint(_ name: String) throws(ThemeError) -> ThemeLint {
    let (file, path) = try load(name, inheritedBy: [])
    _ = try file.theme(file: path, depth: .direct, glyphs: .braille)
    return ThemeLint(file, source: path)
  }

  /// Where a theme is read from.
  public func path(of name: String) throws(ThemeError) -> String { try load(name, inheritedBy: []).path }

  /// The terminals a theme is for; nil where it does not say.
  public func ground(of name: String) throws(ThemeError) -> String? {
    try load(name, inheritedBy: []).file.ground?.rawValue
  }

  /// A theme as one terminal shows it.
  /// - Parameter name: the name of one of tailboard's or the user's, or the path of a file.
  public func theme(named name: String, depth: ColorDepth, glyphs: GlyphSet) throws(ThemeError) -> Theme {
    let (file, path) = try load(name, inheritedBy: [])
    return try file.theme(file: path, depth: depth, glyphs: glyphs)
  }

  private func load(
    _ name: String, inheritedBy heirs: [String]
  ) throws(ThemeError) -> (file: ThemeFile, path: String) {
    guard !heirs.contains(name) else { throw .circle(names: heirs + [name]) }
    let path = try place(of: name)
    let file = try ThemeReader.read(try text(of: path), file: path)
    guard let parent = file.inherits else { return (file, path) }
    return (file.laid(over: try load(parent, inheritedBy: heirs + [name]).file), path)
  }

  /// A name with a slash or the ending of a theme is a path.
  private func place(of name: String) throws(ThemeError) -> String {
    if name.contains("/") || name.hasSuffix(".toml") { return name }
    let paths = folders.map { "\($0)/\(name).toml" }
    guard let path = paths.first(where: { access($0, F_OK) == 0 }) else {
      throw .notFound(name: name, known: names)
    }
    return path
  }

  private func text(of path: String) throws(ThemeError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(file: path, reason: error.localizedDescription)
    }
  }
}
