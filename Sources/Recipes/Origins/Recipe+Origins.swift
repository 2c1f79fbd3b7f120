extension Recipe {
  /// Where each value comes from, in the order of the recipe.
  public func origins() throws(RecipeError) -> [ValueOrigin] {
    var sheets: [String: OriginSheet] = [:]
    var origins: [ValueOrigin] = []
    for field in readFields {
      if let name = document.entries[field.name]?.sheet, sheets[name] == nil {
        sheets[name] = try OriginSheet(name)
      }
      origins.append(
        ValueOrigin(key: field.name, value: field.value, source: source(of: field, sheets)))
    }
    return origins
  }

  /// The origins as text, two lines or more a value.
  public func originsText() throws(RecipeError) -> String {
    try origins().flatMap(\.lines).joined(separator: "\n") + "\n"
  }

  private func source(of field: Field, _ sheets: [String: OriginSheet]) -> ValueOrigin.Source {
    guard let entry = document.entries[field.name] else {
      return field.isLeftToConventions ? .conventions(field.published) : .standard
    }
    guard let sheet = entry.sheet else { return .user(entry.place) }
    return sheets[sheet]?[field.name] ?? .unstated
  }
}
