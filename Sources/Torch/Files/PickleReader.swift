import CTorch

/// The part of Python's pickle that holds data: a stack machine that builds values and never calls anything.
struct PickleReader {
  private let bytes: [UInt8]
  private let archive: Archive
  private var position = 0
  private var stack: [Item] = []
  private var memo: [Int: Item] = [:]
  private var storages: [String: Tensor] = [:]

  /// Every container made, so that they can be let go one by one: a chain of a million would exhaust the call stack.
  private var containers: [Container] = []

  /// What lies on the stack; lists and dictionaries are shared while they grow.
  enum Item {
    case plain(CheckpointValue)
    case tuple(Container)
    case list(Container)
    case dictionary(Container)
    case global(String)
    case storage(Tensor)
    case mark
  }

  final class Container {
    var items: [Item]

    init(_ items: [Item]) { self.items = items }
  }

  init(_ bytes: [UInt8], _ archive: Archive) {
    self.bytes = bytes
    self.archive = archive
  }

  /// Runs the program to its end.
  mutating func value() throws -> CheckpointValue {
    defer { for container in containers { container.items = [] } }
    while true {
      let opcode = try byte()
      if opcode == UInt8(ascii: ".") { break }
      try run(opcode)
    }
    var conversion = PickleConversion(archive.url)
    return try conversion.value(of: pop())
  }

  private mutating func run(_ opcode: UInt8) throws {
    switch opcode {
    case 0x80: _ = try integer(1)
    case 0x95: _ = try integer(8)
    case UInt8(ascii: "N"): push(.none)
    case 0x88: push(.bool(true))
    case 0x89: push(.bool(false))
    case UInt8(ascii: "K"): push(.integer(try integer(1)))
    case UInt8(ascii: "M"): push(.integer(try integer(2)))
    case UInt8(ascii: "J"): push(.integer(Int(Int32(truncatingIfNeeded: try integer(4)))))
    case 0x8a: push(.integer(try long()))
    case UInt8(ascii: "G"):
      push(.number(Double(bitPattern: UInt64(bitPattern: Int64(try integer(8))).byteSwapped)))
    case UInt8(ascii: "X"), UInt8(ascii: "T"): push(.string(try text(integer(4))))
    case 0x8c, UInt8(ascii: "U"): push(.string(try text(integer(1))))
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
    case UInt8(ascii: "q"): try memorise(integer(1))
    case UInt8(ascii: "r"): try memorise(integer(4))
    case 0x94: try memorise(memo.count)
    case UInt8(ascii: "h"): try recall(integer(1))
    case UInt8(ascii: "j"): try recall(integer(4))
    case UInt8(ascii: "c"): stack.append(.global(try line() + "." + line()))
    case 0x93: try globalFromStack()
    case UInt8(ascii: "Q"): stack.append(.storage(try storage(pop())))
    case UInt8(ascii: "R"), 0x81: try call()
    case UInt8(ascii: "b"): _ = try pop()  // attributes, such as a state dictionary's _metadata: not data
    case UInt8(ascii: "0"): _ = try pop()
    default: throw malformed("opcode 0x\(String(opcode, radix: 16)) is not one that data needs")
    }
  }
}

// MARK: - Calls, of which only those that rebuild data mean anything

extension PickleReader {
  private mutating func call() throws {
    guard case .tuple(let tuple) = try pop(), case .global(let name) = try pop() else {
      throw malformed("a call of something that is not a function")
    }
    let arguments = tuple.items
    switch name {
    case "collections.OrderedDict": stack.append(.dictionary(container([])))
    case "torch._utils._rebuild_tensor_v2": push(.tensor(try tensor(arguments)))
    case "torch._utils._rebuild_parameter":
      guard let data = arguments.first else { throw malformed("a parameter without data") }
      stack.append(data)
    case "torch.Size":
      guard let sizes = arguments.first else { throw malformed("a size without numbers") }
      stack.append(sizes)
    default: push(.object(name))
    }
  }

  /// ("storage", class, record, device, count)
  private mutating func storage(_ item: Item) throws -> Tensor {
    guard case .tuple(let tuple) = item, tuple.items.count >= 3, case .global(let type) = tuple.items[1],
      let record = tuple.items[2].string,
      let dtype = DType(storageName: String(type.split(separator: ".").last ?? ""))
    else { throw malformed("a storage of an unknown kind") }
    if let known = storages[record] { return known }
    let tensor = try archive.record("data/\(record)", dtype)
    storages[record] = tensor
    return tensor
  }

  /// (storage, offset, sizes, strides, …), checked to stay inside the storage.
  private func tensor(_ arguments: [Item]) throws -> Tensor {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0], let offset = arguments[1].integer,
      let sizes = arguments[2].integers, let strides = arguments[3].integers, sizes.count == strides.count,
      (sizes + strides + [offset]).allSatisfy({ $0 >= 0 && $0 <= storage.count || $0 == 1 })
    else { throw malformed("a tensor that does not fit its storage") }
    let last = zip(sizes, strides).reduce((offset, false)) { end, axis in
      let (reach, overflow) = (Swift.max(axis.0, 1) - 1).multipliedReportingOverflow(by: axis.1)
      let (sum, carried) = end.0.addingReportingOverflow(reach)
      return (sum, end.1 || overflow || carried)
    }
    guard !last.1, last.0 < storage.count || sizes.contains(0) else {
      throw malformed("a tensor that reaches beyond its storage")
    }
    return try withTorchErrors { storage.asStrided(sizes, strides: strides, offset: offset) }
  }
}

// MARK: - The stack

extension PickleReader {
  private mutating func container(_ items: [Item]) -> Container {
    let container = Container(items)
    containers.append(container)
    return container
  }

  private mutating func push(_ value: CheckpointValue) { stack.append(.plain(value)) }

  private mutating func pop() throws -> Item {
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
}

// MARK: - Bytes

extension PickleReader {
  private mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw FileError.truncated(archive.url) }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - position else { throw FileError.truncated(archive.url) }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func integer(_ size: Int) throws -> Int {
    Int(truncatingIfNeeded: try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// A signed integer of any length; only those of 64 bits are data here.
  private mutating func long() throws -> Int {
    let size = try integer(1)
    guard size > 0 else { return 0 }
    guard size <= 8 else { throw malformed("an integer of \(size) bytes") }
    let unused = 64 - 8 * size
    return (try integer(size) << unused) >> unused
  }

  private mutating func text(_ count: Int) throws -> String {
    String(decoding: try take(count), as: UTF8.self)
  }

  private mutating func line() throws -> String {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw FileError.truncated(archive.url)
    }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private func malformed(_ problem: String) -> FileError {
    .malformed(archive.url, "at byte \(position) of its pickle: \(problem)")
  }
}

extension PickleReader.Item {
  var string: String? { if case .plain(let value) = self { value.asString } else { nil } }

  var integer: Int? { if case .plain(let value) = self { value.asInteger } else { nil } }

  var integers: [Int]? {
    guard case .tuple(let tuple) = self else { return nil }
    let integers = tuple.items.compactMap(\.integer)
    return integers.count == tuple.items.count ? integers : nil
  }
}
