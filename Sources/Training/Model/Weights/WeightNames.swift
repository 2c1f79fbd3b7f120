/// What another library calls the tensors of a detector, and how it orders classes.
struct WeightNames: Sendable {
  /// How the classes of its predictors are ordered.
  enum ClassOrder {
    case backgroundLast
    case backgroundFirst
    /// Told from the number of rows, as torchvision's detectors and ours have the same names.
    case byRows
  }

  /// The library.
  let library: String
  /// Beginnings of names that no other library has.
  let marks: [String]
  /// How the classes of its predictors are ordered.
  let classOrder: ClassOrder
  /// Layers of ours with what the library calls them; `{n}` stands for a number, `{n+1}` for the next one.
  let rows: [(ours: String, theirs: String)]

  /// The library whose names these are; torchvision's where nothing says otherwise.
  static func of(_ names: some Sequence<String>) -> WeightNames {
    let names = Array(names)
    return [mmdetection, detectron2].first { library in
      names.contains { name in library.marks.contains { name.hasPrefix($0) } }
    } ?? torchvision
  }

  /// What the library calls a tensor of ours today; its own name where it is no layer of the table.
  func name(of tensor: String) -> String { candidates(for: tensor).first ?? tensor }

  /// What the library may call a tensor of ours, the newest name first.
  func candidates(for name: String) -> [String] {
    guard let dot = name.lastIndex(of: ".") else { return [] }
    return rows.compactMap { row in
      NumberedName(row.ours).numbers(in: name[..<dot]).map { numbers in
        NumberedName(row.theirs).filled(with: numbers) + name[dot...]
      }
    }
  }
}

/// A name with places for numbers: `layer{n}.conv{k}`, each place a letter, or a letter and what is added to it.
struct NumberedName {
  private let pattern: String

  init(_ pattern: String) { self.pattern = pattern }

  /// The numbers at the places of a name; nil where the name is another.
  func numbers(in name: Substring) -> [Character: Int]? {
    var pattern = pattern[...]
    var name = name
    var numbers: [Character: Int] = [:]
    while let next = pattern.popFirst() {
      guard next == "{", let letter = pattern.popFirst() else {
        guard name.popFirst() == next else { return nil }
        continue
      }
      let digits = name.prefix(while: \.isWholeNumber)
      guard let number = Int(digits) else { return nil }
      numbers[letter] = number
      name = name.dropFirst(digits.count)
      pattern = pattern.dropFirst()
    }
    return name.isEmpty ? numbers : nil
  }

  /// The name with these numbers at its places.
  func filled(with numbers: [Character: Int]) -> String {
    pattern.split(separator: "{", omittingEmptySubsequences: false).enumerated().map { index, part in
      guard index > 0, let letter = part.first, let end = part.firstIndex(of: "}") else {
        return String(part)
      }
      let added = Int(part[part.index(after: part.startIndex)..<end]) ?? 0
      return "\(numbers[letter, default: 0] + added)" + part[part.index(after: end)...]
    }.joined()
  }
}
