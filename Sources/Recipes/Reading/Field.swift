/// What is known about one key of a recipe.
struct Field: Sendable {
  let table: String
  let tableSummary: String
  let key: String
  let summary: String
  /// Kind and limits of its values, in words.
  let expected: String
  /// The default as TOML, or nil where the key is required.
  let fallback: String?
  /// What each set of conventions makes of it; empty for a key that they do not decide.
  var published = ""
  /// Whether the recipe leaves its value to the conventions.
  var isLeftToConventions = false
  /// The values a blank recipe takes in turn, as TOML.
  let choices: [String]
  /// The value read, as TOML.
  var value = ""
  /// The choice it depends on, in words; empty for a key every recipe has.
  var condition = ""

  /// The full key: `optimizer.lr`.
  var name: String { table.isEmpty ? key : table + "." + key }
}

extension Field {
  /// Every field that reading meets under some choice, with the choice that the conditional ones depend on.
  static func explored(_ read: ([String: Int]) -> [Field]) -> [Field] {
    var fields = read([:])
    for choice in fields where choice.choices.count > 1 {
      let readings = choice.choices.indices.map { read([choice.name: $0]) }
      let names = readings.map { Set($0.map(\.name)) }
      let common = names.dropFirst().reduce(names[0]) { $0.intersection($1) }
      for reading in readings.reversed() {
        for (index, field) in reading.enumerated() where !common.contains(field.name) {
          let cases = zip(choice.choices, names).filter { $1.contains(field.name) }.map(\.0)
          fields.note(
            field, after: reading[index - 1],
            condition: "with \(choice.key) = " + cases.joined(separator: " or "))
        }
      }
    }
    return fields
  }
}

extension [Field] {
  fileprivate mutating func note(_ field: Field, after previous: Field, condition: String) {
    if firstIndex(where: { $0.name == field.name }) == nil {
      insert(field, at: (firstIndex { $0.name == previous.name } ?? count - 1) + 1)
    }
    guard let index = firstIndex(where: { $0.name == field.name }) else { return }
    self[index].condition = condition
  }

  /// The fields as a commented TOML file.
  var text: String {
    lines { field in
      let choices = field.choices.count > 1 ? ": \(field.expected)" : ""
      let mark = field.isLeftToConventions ? "# " : ""
      return ["# \(field.summary)\(choices).", "\(mark)\(field.key) = \(field.value)"]
    }
  }

  /// The fields as a reference for people.
  var explanation: String {
    lines { field in
      let decided = field.fallback.map { "default \($0)" } ?? "required"
      let need = field.published.isEmpty ? decided : field.published
      let facts = [field.expected, need, field.condition].filter { !$0.isEmpty }.joined(separator: "; ")
      return ["\(field.key): \(facts)", "    \(field.summary)."]
    }
  }

  private func lines(_ describe: (Field) -> [String]) -> String {
    var lines: [String] = []
    var table = ""
    for field in self {
      if field.table != table {
        table = field.table
        lines += ["", "# \(field.tableSummary).", "[\(table)]"]
      }
      lines += describe(field)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
