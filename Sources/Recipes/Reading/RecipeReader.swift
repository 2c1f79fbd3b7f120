/// Hands a recipe's sections their values key by key, and keeps what each reading line says about its key.
///
/// A blank reader (`choosing:`) hands out samples instead, which is how the set of all keys is found: there is no
/// second list of keys to keep in step.
struct RecipeReader {
  private enum Source {
    case document(RecipeDocument)
    /// The index of the sample that each choice takes.
    case blank([String: Int])
  }

  private let source: Source
  private var table = ""
  private var tableSummary = ""
  private(set) var fields: [Field] = []

  init(_ document: RecipeDocument) { source = .document(document) }
  init(choosing choices: [String: Int]) { source = .blank(choices) }

  /// Reads a section.
  mutating func section<Section>(
    _ name: String, _ summary: String, _ read: (inout RecipeReader) throws(RecipeError) -> Section
  ) throws(RecipeError) -> Section {
    (table, tableSummary) = (name, summary)
    defer { (table, tableSummary) = ("", "") }
    return try read(&self)
  }

  /// Reads a key that every recipe must set, to any value of its type.
  mutating func callAsFunction<Value: FieldValue>(
    _ key: String, _ summary: String
  ) throws(RecipeError) -> Value {
    try self(key, .any, summary)
  }

  /// Reads a key that every recipe must set.
  mutating func callAsFunction<Value: FieldValue>(
    _ key: String, _ limit: Limit<Value>, _ summary: String
  ) throws(RecipeError) -> Value {
    try read(field(key, limit, summary, fallback: nil), limit, fallback: nil)
  }

  /// Reads a key that no experiment compares, and that has a default for that reason.
  mutating func callAsFunction<Value: FieldValue>(
    _ key: String, _ limit: Limit<Value>, default fallback: Value, _ summary: String
  ) throws(RecipeError) -> Value {
    try read(field(key, limit, summary, fallback: fallback), limit, fallback: fallback)
  }

  /// Reads a key that the conventions decide where the recipe does not set it.
  mutating func callAsFunction<Value: FieldValue>(
    _ key: String, _ limit: Limit<Value>, by conventions: Recipe.Detector.Conventions,
    _ published: (Recipe.Detector.Conventions) -> Value, _ summary: String
  ) throws(RecipeError) -> Value {
    var field = field(key, limit, summary, fallback: nil)
    field.published = Recipe.Detector.Conventions.allCases
      .map { "\(published($0).literal.text) by \($0.rawValue)" }.joined(separator: ", ")
    field.isLeftToConventions = !sets(field)
    return try read(field, limit, fallback: published(conventions))
  }

  /// Refuses what two keys of the section cannot be together; the error names the key that was read.
  func require(_ condition: Bool, _ key: String, _ expected: String) throws(RecipeError) {
    guard case .document(let document) = source, !condition else { return }
    let name = table + "." + key
    guard let entry = document.entries[name] else { return }
    throw .badValue(place: entry.place, key: name, expected: expected, found: entry.literal.phrase)
  }

  /// Refuses keys that are known but mean nothing beside the choices made.
  ///
  /// NOTE: keys that a later layer's choice in their table made meaningless (another loss's settings) are passed over,
  /// so that `--set loss.name=…`, or a recipe based on another, need not edit what lies below.
  func refuseUnreadKeys() throws(RecipeError) {
    guard case .document(let document) = source else { return }
    let read = Set(fields.map(\.name))
    let layers = Dictionary(document.entries.map { ($0.key.tableName, $0.value.layer) }) { max($0, $1) }
    let unread = document.entries.filter { key, entry in
      !read.contains(key) && entry.layer == layers[key.tableName]
    }
    guard let first = unread.min(by: { $0.value.place < $1.value.place }) else { return }
    let condition = Recipe.fields.first { $0.name == first.key }?.condition ?? ""
    throw .meaningless(place: first.value.place, key: first.key, condition: condition)
  }

  private func sets(_ field: Field) -> Bool {
    guard case .document(let document) = source else { return false }
    return document.entries[field.name] != nil
  }

  private func field<Value: FieldValue>(
    _ key: String, _ limit: Limit<Value>, _ summary: String, fallback: Value?
  ) -> Field {
    Field(
      table: table, tableSummary: tableSummary, key: key, summary: summary,
      expected: [Value.kind, limit.phrase].filter { !$0.isEmpty }.joined(separator: " "),
      fallback: fallback?.literal.text, choices: Value.samples.map(\.literal.text))
  }

  private mutating func read<Value: FieldValue>(
    _ field: Field, _ limit: Limit<Value>, fallback: Value?
  ) throws(RecipeError) -> Value {
    var field = field
    let value = try value(of: field, limit, fallback: fallback)
    field.value = value.literal.text
    fields.append(field)
    return value
  }

  private func value<Value: FieldValue>(
    of field: Field, _ limit: Limit<Value>, fallback: Value?
  ) throws(RecipeError) -> Value {
    switch source {
    case .blank(let choices): return Value.samples[choices[field.name] ?? 0]
    case .document(let document):
      guard let entry = document.entries[field.name] else {
        if let fallback { return fallback }
        throw .missing(file: document.source, key: field.name, expected: field.expected)
      }
      guard let value = Value(entry.literal), limit.holds(value) else {
        throw .badValue(
          place: entry.place, key: field.name, expected: field.expected, found: entry.literal.phrase)
      }
      return value
    }
  }
}

extension String {
  /// The table part of a full key; empty for a key outside tables.
  fileprivate var tableName: Substring { lastIndex(of: ".").map { self[..<$0] } ?? "" }
}
