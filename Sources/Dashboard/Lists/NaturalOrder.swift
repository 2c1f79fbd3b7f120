/// A name that sorts as people count: run-2 before run-10.
struct NaturalOrder: Comparable, Sendable {
  private enum Part: Comparable, Sendable {
    case number(Int)
    case text(String)
  }

  private let parts: [Part]

  init(_ name: String) {
    var parts: [Part] = []
    var rest = name[...]
    while let first = rest.first {
      let isNumber = first.isASCII && first.isNumber
      let part = rest.prefix { ($0.isASCII && $0.isNumber) == isNumber }
      rest = rest[part.endIndex...]
      parts.append(isNumber ? Int(part).map(Part.number) ?? .text(String(part)) : .text(part.lowercased()))
    }
    self.parts = parts
  }

  static func < (a: NaturalOrder, b: NaturalOrder) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}
