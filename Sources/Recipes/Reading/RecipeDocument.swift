import Foundation
import TOMLKit
import TOMLText

/// The keys and values of a recipe before anything is known about them, each with its place.
struct RecipeDocument: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    let literal: Literal
    let place: RecipeError.Place
  }

  /// The file's path or name, for errors.
  let source: String
  /// Values by their full key: `optimizer.lr`.
  private(set) var entries: [String: Entry] = [:]

  static let empty = RecipeDocument(source: "")

  private init(source: String) { self.source = source }

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

  /// Sets one key from `section.key=value`; a value that is no TOML is taken as text.
  mutating func set(_ assignment: String) throws(RecipeError) {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw .badOverride(text: assignment)
    }
    let value = try? TOMLTable(string: "value = \(parts[1])")["value"]
    let literal = value.map(Literal.init) ?? .string(parts[1])
    entries[parts[0]] = Entry(literal: literal, place: .override(key: parts[0]))
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
      return literals(of: try TOMLTable(string: text), prefix: "")
    } catch let error as TOMLParseError {
      throw .syntax(place: .line(file: source, line: error.source.begin.line), reason: error.description)
    } catch {
      throw .syntax(place: .line(file: source, line: 1), reason: "\(error)")
    }
  }

  private static func literals(of table: TOMLTable, prefix: String) -> [(key: String, literal: Literal)] {
    table.flatMap { key, value in
      value.table.map { literals(of: $0, prefix: prefix + key + ".") } ?? [(prefix + key, Literal(value))]
    }
  }
}
