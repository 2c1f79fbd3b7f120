import Foundation

/// Turns the machine's shared, growing items into values, within bounds: a few bytes of pickle can describe a cycle
/// or a tree of astronomical size.
struct PickleConversion {
  private static let deepest = 100
  private static let most = 1_000_000

  let url: URL
  private var made = 0

  init(_ url: URL) {
    self.url = url
  }

  mutating func value(of item: PickleReader.Item, depth: Int = 0) throws -> CheckpointValue {
    made += 1
    guard depth < Self.deepest else { throw malformed("values nest deeper than \(Self.deepest)") }
    guard made < Self.most else { throw malformed("more than \(Self.most) values") }
    switch item {
    case .plain(let value): return value
    case .bytes(let bytes): return .string(String(decoding: bytes, as: UTF8.self))
    case .tuple(let tuple): return .tuple(try values(of: tuple.items, depth))
    case .list(let list): return .list(try values(of: list.items, depth))
    case .dictionary(let dictionary):
      let flat = try values(of: dictionary.items, depth)
      return .dictionary(stride(from: 0, to: flat.count, by: 2).map { (flat[$0], flat[$0 + 1]) })
    case .global(let name): return .object(name)
    case .storage(let tensor): return .tensor(tensor)
    case .numberType: return .object("numpy.dtype")
    case .array(let array):
      guard let value = array.value else { throw malformed("an array without its facts") }
      return value
    case .mark: throw malformed("a mark in place of a value")
    }
  }

  private mutating func values(of items: [PickleReader.Item], _ depth: Int) throws -> [CheckpointValue] {
    var values: [CheckpointValue] = []
    for item in items { values.append(try value(of: item, depth: depth + 1)) }
    return values
  }

  private func malformed(_ problem: String) -> FileError { .malformed(url, "in its pickle: \(problem)") }
}
