import Foundation

extension RecipeDocument {
  /// The key that names what a recipe is based on; it states only what differs.
  static let baseKey = "based_on"

  static let baseExplanation = """
    based_on: a recipe's name or path, or a list of them; optional, before all tables
        What the recipe takes every key from that it does not set itself; of several, later ones win.

    """

  /// The keys of a text over those of the recipes that it is based on.
  ///
  /// - Parameter folder: what paths in `based_on` start from.
  init(_ text: String, source: String, folder: URL) throws(RecipeError) {
    try self.init(text, source: source, folder: folder, above: [])
  }

  /// A recipe file with what it is based on.
  init(contentsOf url: URL, source: String) throws(RecipeError) {
    try self.init(contentsOf: url, source: source, above: [])
  }

  private init(contentsOf url: URL, source: String, above: [URL]) throws(RecipeError) {
    let document = try RecipeDocument(
      RecipeDocument.text(ofFile: url.path), source: source, folder: url.deletingLastPathComponent(),
      above: above + [url.standardizedFileURL])
    self = RecipeDocument.isBuiltIn(url) ? document.stated(by: url.sheetName) : document
  }

  private init(_ text: String, source: String, folder: URL, above: [URL]) throws(RecipeError) {
    var own = try RecipeDocument(text, source: source)
    guard let entry = own.remove(RecipeDocument.baseKey) else {
      self = own
      return
    }
    var whole = RecipeDocument.empty
    for name in try RecipeDocument.names(entry) {
      guard let url = RecipeDocument.url(ofBase: name, folder: folder), !above.contains(url) else {
        throw .badValue(
          place: entry.place, key: RecipeDocument.baseKey,
          expected:
            "a built-in recipe (\(Recipe.names.joined(separator: ", "))) or the path of a file not based on this one",
          found: Literal.string(name).phrase)
      }
      whole.overlay(try RecipeDocument(contentsOf: url, source: url.lastPathComponent, above: above))
    }
    whole.overlay(own)
    self = whole.named(source)
  }

  private static func isBuiltIn(_ url: URL) -> Bool {
    guard let resources = Bundle.recipes.resourceURL else { return false }
    return url.standardizedFileURL.path.hasPrefix(resources.standardizedFileURL.path + "/")
  }

  static func names(_ entry: Entry) throws(RecipeError) -> [String] {
    if let name = String(entry.literal) { return [name] }
    if let names = [String](entry.literal) { return names }
    throw .badValue(
      place: entry.place, key: baseKey, expected: "a recipe's name or path, or a list of them",
      found: entry.literal.phrase)
  }

  /// Where a base is: a path relative to the folder, or the file of a built-in recipe; nil where there is none.
  private static func url(ofBase name: String, folder: URL) -> URL? {
    let url =
      Recipe.isPath(name)
      ? URL(fileURLWithPath: name, relativeTo: folder)
      : Bundle.recipes.url(forResource: name, withExtension: "toml", subdirectory: "Resources")
    guard let url, FileManager.default.fileExists(atPath: url.path) else { return nil }
    return url.standardizedFileURL
  }
}

extension URL {
  /// The file's name without its ending.
  fileprivate var sheetName: String { deletingPathExtension().lastPathComponent }
}
