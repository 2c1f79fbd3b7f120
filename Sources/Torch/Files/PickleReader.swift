import CTorch
import Foundation

/// The part of Python's pickle that holds data: a stack machine that builds values and never calls anything.
struct PickleReader {
  let storages: any StorageSource
  var cursor: PickleCursor
  var stack: [Item] = []
  private var memo: [Int: Item] = [:]

  /// Every container made, so that they can be let go one by one: a chain of a million would exhaust the call stack.
  private var containers: [Container] = []

  /// What lies on the stack; lists, dictionaries and arrays are shared while they grow.
  enum Item {
    case plain(CheckpointValue)
    /// Bytes, which are text where text is wanted: Python 2 knew no difference.
    case bytes(Data)
    case tuple(Container)
    case list(Container)
    case dictionary(Container)
    case global(String)
    case storage(Tensor)
    case numberType(NumPyType)
    case array(NumPyArray)
    case mark
  }

  final class Container {
    var items: [Item]

    init(_ items: [Item]) { self.items = items }
  }

  /// A reader of the pickle that begins at a position of the bytes.
  init(_ bytes: Data, _ storages: any StorageSource, at position: Int = 0) {
    self.storages = storages
    cursor = PickleCursor(bytes, of: storages.url, at: position)
  }

  /// Runs the program to its end.
  mutating func value() throws -> CheckpointValue {
    defer { for container in containers { container.items = [] } }
    while true {
      let opcode = try cursor.byte()
      if opcode == UInt8(ascii: ".") { break }
      try run(opcode)
    }
    var conversion = PickleConversion(storages.url)
    return try conversion.value(of: pop())
  }

  private mutating func run(_ opcode: UInt8) throws {
    switch opcode {
    case 0x80: _ = try cursor.integer(1)
    case 0x95: _ = try cursor.integer(8)
    case UInt8(ascii: "N"): push(.none)
    case 0x88: push(.bool(true))
    case 0x89: push(.bool(false))
    case UInt8(ascii: "K"): push(.integer(try cursor.integer(1)))
    case UInt8(ascii: "M"): push(.integer(try cursor.integer(2)))
    case UInt8(ascii: "J"): push(.integer(Int(Int32(truncatingIfNeeded: try cursor.integer(4)))))
    case 0x8a: push(.integer(try cursor.long()))
    case UInt8(ascii: "G"):
      push(.number(Double(bitPattern: UInt64(bitPattern: Int64(try cursor.integer(8))).byteSwapped)))
    case UInt8(ascii: "X"): push(.string(try cursor.text(cursor.integer(4))))
    case 0x8c: push(.string(try cursor.text(cursor.integer(1))))
    case 0x8d: push(.string(try cursor.text(cursor.integer(8))))
    case UInt8(ascii: "T"), UInt8(ascii: "B"): stack.append(.bytes(try cursor.take(cursor.integer(4))))
    case UInt8(ascii: "U"), UInt8(ascii: "C"): stack.append(.bytes(try cursor.take(cursor.integer(1))))
    case 0x8e, 0x96: stack.append(.bytes(try cursor.take(cursor.integer(8))))
    case UInt8(ascii: "("): stack.append(.mark)
    case UInt8(ascii: "]"): stack.append(.list(container([])))
    case UInt8(ascii: "}"): stack.append(.dictionary(container([])))
    case UInt8(ascii: ")"): stack.append(.tuple(container([])))
    case 0x85, 0x86, 0x87: try tuple(of: Int(opcode) - 0x84)
    case UInt8(ascii: "t"): stack.append(.tuple(container(try popToMark())))
    case UInt8(ascii: "a"): try append([pop()])
    case UInt8(ascii: "e"): try append(popToMark())
    case UInt8(ascii: "s"): try insert([pop(), pop()].reversed())
    case UInt8(ascii: "u"): try insert(popToMark())
    case UInt8(ascii: "q"): try memorise(cursor.integer(1))
    case UInt8(ascii: "r"): try memorise(cursor.integer(4))
    case 0x94: try memorise(memo.count)
    case UInt8(ascii: "h"): try recall(cursor.integer(1))
    case UInt8(ascii: "j"): try recall(cursor.integer(4))
    case UInt8(ascii: "c"): stack.append(.global(try cursor.line() + "." + cursor.line()))
    case 0x93: try globalFromStack()
    case UInt8(ascii: "Q"): stack.append(.storage(try storage(pop())))
    case UInt8(ascii: "R"), 0x81: try call()
    case UInt8(ascii: "b"): try build(pop())
    case UInt8(ascii: "0"): _ = try pop()
    default: throw malformed("opcode 0x\(String(opcode, radix: 16)) is not one that data needs")
    }
  }
}

// MARK: - The stack

extension PickleReader {
  mutating func container(_ items: [Item]) -> Container {
    let container = Container(items)
    containers.append(container)
    return container
  }

  mutating func push(_ value: CheckpointValue) { stack.append(.plain(value)) }

  mutating func pop() throws -> Item {
    guard let item = stack.popLast() else { throw malformed("the stack is empty") }
    return item
  }

  private mutating func popToMark() throws -> [Item] {
    let mark = stack.lastIndex { if case .mark = $0 { true } else { false } }
    guard let mark else { throw malformed("there is no mark on the stack") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[(mark + 1)...])
  }

  private mutating func tuple(of count: Int) throws {
    guard stack.count >= count else { throw malformed("the stack is empty") }
    let items = Array(stack.suffix(count))
    stack.removeLast(count)
    stack.append(.tuple(container(items)))
  }

  private mutating func append(_ items: [Item]) throws {
    guard case .list(let list)? = stack.last else {
      throw malformed("an append to something else than a list")
    }
    list.items += items
  }

  private mutating func insert(_ pairs: [Item]) throws {
    guard case .dictionary(let dictionary)? = stack.last, pairs.count.isMultiple(of: 2) else {
      guard case .plain(.object)? = stack.last else {
        throw malformed("an entry for something else than a dictionary")
      }
      return
    }
    dictionary.items += pairs
  }

  private mutating func memorise(_ index: Int) throws {
    guard let top = stack.last else { throw malformed("the stack is empty") }
    memo[index] = top
  }

  private mutating func recall(_ index: Int) throws {
    guard let item = memo[index] else { throw malformed("memo \(index) was never set") }
    stack.append(item)
  }

  private mutating func globalFromStack() throws {
    guard let name = try pop().string, let module = try pop().string else {
      throw malformed("a global without a name")
    }
    stack.append(.global("\(module).\(name)"))
  }

  func malformed(_ problem: String) -> FileError {
    .malformed(storages.url, "at byte \(cursor.position) of its pickle: \(problem)")
  }
}

extension PickleReader.Item {
  var string: String? {
    switch self {
    case .plain(let value): value.asString
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: nil
    }
  }

  var integer: Int? { if case .plain(let value) = self { value.asInteger } else { nil } }

  var integers: [Int]? {
    guard case .tuple(let tuple) = self else { return nil }
    let integers = tuple.items.compactMap(\.integer)
    return integers.count == tuple.items.count ? integers : nil
  }
}
