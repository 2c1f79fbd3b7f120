import Foundation

/// What a built-in file says of where its values come from, kept beside it in `sources`.
///
/// A key, `table.*` or `*` names a reference, or a reference and a remark: how the value differs from it and why, or how
/// it reads there; the reference "ours" stands for no publication, with the reason.
struct OriginSheet {
  /// The keys, with their reference and remark.
  let entries: [String: [String]]
  /// Full references by their short names.
  let references: [String: String]

  /// The sheet of a built-in file.
  init(_ name: String) throws(RecipeError) {
    entries = try OriginSheet.read(name)
    references = try OriginSheet.read("references").mapValues { $0[0] }
  }

  /// What it says of a key.
  subscript(key: String) -> ValueOrigin.Source {
    guard let words = entry(of: key).flatMap({ entries[$0] }) else { return .unstated }
    let remark = words.count > 1 ? words[1] : nil
    if words[0] == "ours" { return remark.map { .own(reason: $0) } ?? .unstated }
    return references[words[0]].map { .published($0, remark: remark) } ?? .unstated
  }

  /// The entry that speaks of a key: its own, its table's, the sheet's.
  func entry(of key: String) -> String? {
    let table = key.split(separator: ".").dropLast().joined(separator: ".")
    return [key, table + ".*", "*"].first { entries[$0] != nil }
  }

  private static func read(_ name: String) throws(RecipeError) -> [String: [String]] {
    guard
      let url = Bundle.recipes.url(
        forResource: name, withExtension: "toml", subdirectory: "Resources/sources")
    else { return [:] }
    let document = try RecipeDocument(contentsOf: url, source: "sources/\(name).toml")
    return document.entries.compactMapValues { entry in
      String(entry.literal).map { [$0] } ?? [String](entry.literal)
    }
  }
}
