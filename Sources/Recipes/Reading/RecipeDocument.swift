import Foundation
import TOMLKit
import TOMLText

/// The keys and values of a recipe before anything is known about them, each with its place.
struct RecipeDocument: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    let literal: Literal
    let place: RecipeError.Place
    /// Counts up from the recipes it is based on to the recipe itself, and on to overrides.
    var layer = 0
    /// The built-in file that states it, without its ending; nil for files of one's own and overrides.
    var sheet: String?
  }

  /// The file's path or name, for errors.
  let source: String
  /// Values by their full key: `optimizer.lr`.
  private(set) var entries: [String: Entry] = [:]

  private var layerCount = 1

  static let empty = RecipeDocument(source: "")

  private init(source: String) { self.source = source }

  /// The keys of a text alone, without what it is based on.
  init(_ text: String, source: String) throws(RecipeError) {
    self.source = source
    let lines = KeyLines(text)
    for (key, literal) in try RecipeDocument.literals(of: text, source: source) {
      entries[key] = Entry(literal: literal, place: .line(file: source, line: lines.line(of: key)))
    }
  }

  static func text(ofFile path: String) throws(RecipeError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(file: path, reason: (error as NSError).localizedDescription)
    }
  }

  /// Takes out a key.
  mutating func remove(_ key: String) -> Entry? { entries.removeValue(forKey: key) }

  /// Takes out all keys of which this is true.
  mutating func remove(where isUnwanted: (String) -> Bool) {
    entries = entries.filter { !isUnwanted($0.key) }
  }

  /// Lays another document over this one: its values win.
  mutating func overlay(_ other: RecipeDocument) {
    for (key, entry) in other.entries {
      var entry = entry
      entry.layer += layerCount
      entries[key] = entry
    }
    layerCount += other.layerCount
  }

  /// The same keys, of which those of no other built-in file are this one's.
  func stated(by sheet: String) -> RecipeDocument {
    var document = self
    document.entries = entries.mapValues { entry in
      var entry = entry
      entry.sheet = entry.sheet ?? sheet
      return entry
    }
    return document
  }

  /// The same keys as the document of another source.
  func named(_ source: String) -> RecipeDocument {
    var document = RecipeDocument(source: source)
    (document.entries, document.layerCount) = (entries, layerCount)
    return document
  }

  /// Sets keys, each written `section.key=value`, over all there is; a value that is no TOML is taken as text.
  mutating func set(_ assignments: [String]) throws(RecipeError) {
    for assignment in assignments {
      let (key, literal) = try RecipeDocument.assignment(assignment)
      entries[key] = Entry(literal: literal, place: .override(key: key), layer: layerCount)
    }
    layerCount += 1
  }

  private static func assignment(_ text: String) throws(RecipeError) -> (key: String, literal: Literal) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { throw .badOverride(text: text) }
    let value = try? parseTOML("value = \(parts[1])")["value"]
    return (parts[0], value.map(Literal.init) ?? .string(parts[1]))
  }

  func refuseUnknownKeys(among fields: [Field]) throws(RecipeError) {
    let known = fields.map(\.name)
    let unknown = entries.filter { !known.contains($0.key) }
    guard let first = unknown.min(by: { $0.value.place < $1.value.place }) else { return }
    throw .unknownKey(place: first.value.place, key: first.key, nearest: first.key.nearest(among: known))
  }

  private static func literals(
    of text: String, source: String
  ) throws(RecipeError) -> [(key: String, literal: Literal)] {
    do {
      return literals(of: try parseTOML(text), prefix: "")
    } catch {
      throw .syntax(place: .line(file: source, line: error.line), reason: error.reason)
    }
  }

  private static func literals(of table: TOMLTable, prefix: String) -> [(key: String, literal: Literal)] {
    table.flatMap { key, value in
      value.table.map { literals(of: $0, prefix: prefix + key + ".") } ?? [(prefix + key, Literal(value))]
    }
  }
}
