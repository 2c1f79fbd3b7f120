/// How the classes of two files differ.
public struct ClassDifference: Sendable, Equatable {
  /// Classes whose id the second file lacks.
  public let onlyInFirst: [Category]
  /// Classes whose id the first file lacks.
  public let onlyInSecond: [Category]
  /// Classes of one id with two names.
  public let renamed: [(id: Int, first: String, second: String)]

  /// The difference of two lists by ascending id.
  public init(_ first: [Category], _ second: [Category]) {
    let firstNames = Dictionary(first.map { ($0.id, $0.name) }, uniquingKeysWith: { name, _ in name })
    let secondIDs = Set(second.map(\.id))
    onlyInFirst = first.filter { !secondIDs.contains($0.id) }
    onlyInSecond = second.filter { firstNames[$0.id] == nil }
    renamed = second.compactMap { category in
      guard let name = firstNames[category.id], name != category.name else { return nil }
      return (category.id, name, category.name)
    }
  }

  /// Whether both have the same ids and names.
  public var isEmpty: Bool { onlyInFirst.isEmpty && onlyInSecond.isEmpty && renamed.isEmpty }

  /// Whether two differences are the same.
  public static func == (a: ClassDifference, b: ClassDifference) -> Bool {
    a.onlyInFirst == b.onlyInFirst && a.onlyInSecond == b.onlyInSecond
      && a.renamed.elementsEqual(b.renamed, by: ==)
  }
}
