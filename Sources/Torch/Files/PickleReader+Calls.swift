import Foundation

/// Calls, of which only those that rebuild data mean anything; what else is called is named and neither made nor run.
extension PickleReader {
  mutating func call() throws {
    guard case .tuple(let tuple) = try pop(), case .global(let name) = try pop() else {
      throw malformed("a call of something that is not a function")
    }
    let arguments = tuple.items
    switch name {
    case "collections.OrderedDict": stack.append(.dictionary(container([])))
    case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor":
      push(.tensor(try tensor(arguments)))
    case "torch._utils._rebuild_parameter":
      guard let data = arguments.first else { throw malformed("a parameter without data") }
      stack.append(data)
    case "torch.Size":
      guard let sizes = arguments.first else { throw malformed("a size without numbers") }
      stack.append(sizes)
    case "_codecs.encode": stack.append(.bytes(try latin1(arguments)))
    case "__builtin__.bytes", "builtins.bytes":
      guard arguments.isEmpty else { throw malformed("bytes made of something") }
      stack.append(.bytes(Data()))
    case "numpy.dtype": stack.append(.numberType(NumPyType(arguments.first?.string ?? "")))
    case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct":
      stack.append(.array(NumPyArray()))
    case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer":
      stack.append(.array(NumPyArray(try array(fromBuffer: arguments))))
    default: push(.object(name))
    }
  }

  /// What `__setstate__` would be told: arrays and their types need it, of all else (a state dictionary's _metadata) it is
  /// no data.
  mutating func build(_ state: Item) throws {
    switch stack.last {
    case .numberType(let type):
      guard case .tuple(let tuple) = state else { throw malformed("a number type without its facts") }
      type.isBigEndian = tuple.items.dropFirst().first?.string == ">"
    case .array(let array):
      guard case .tuple(let tuple) = state else { throw malformed("an array without its facts") }
      array.value = try value(ofArray: tuple.items)
    default: return
    }
  }

  /// ("storage", class, record, device, count, view)
  func storage(_ item: Item) throws -> Tensor {
    guard case .tuple(let tuple) = item, tuple.items.count >= 5, case .global(let type) = tuple.items[1],
      let record = tuple.items[2].string, let count = tuple.items[4].integer,
      let dtype = DType(storageName: String(type.split(separator: ".").last ?? ""))
    else { throw malformed("a storage of an unknown kind") }
    let whole = try storages.storage(record, dtype, count: count)
    guard tuple.items.count > 5, case .tuple(let view) = tuple.items[5] else { return whole }
    guard view.items.count == 3, let offset = view.items[1].integer, let length = view.items[2].integer,
      offset >= 0, length >= 0, offset <= whole.count - length
    else { throw malformed("a part of a storage that does not fit it") }
    return try withTorchErrors { whole.narrow(0, offset, length) }
  }

  /// (storage, offset, sizes, strides, …), checked to stay inside the storage.
  private func tensor(_ arguments: [Item]) throws -> Tensor {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0], let offset = arguments[1].integer,
      let sizes = arguments[2].integers, let strides = arguments[3].integers, sizes.count == strides.count,
      (sizes + strides + [offset]).allSatisfy({ $0 >= 0 })
    else { throw malformed("a tensor that does not fit its storage") }
    if sizes.contains(0) {
      return try withTorchErrors { Tensor.zeros(sizes, dtype: storage.dtype, device: .cpu) }
    }
    guard (sizes + strides + [offset]).allSatisfy({ $0 <= storage.count || $0 == 1 }) else {
      throw malformed("a tensor that does not fit its storage")
    }
    let last = zip(sizes, strides).reduce((offset, false)) { end, axis in
      let (reach, overflow) = (Swift.max(axis.0, 1) - 1).multipliedReportingOverflow(by: axis.1)
      let (sum, carried) = end.0.addingReportingOverflow(reach)
      return (sum, end.1 || overflow || carried)
    }
    guard !last.1, last.0 < storage.count else {
      throw malformed("a tensor that reaches beyond its storage")
    }
    return try withTorchErrors { storage.asStrided(sizes, strides: strides, offset: offset) }
  }
}

// MARK: - NumPy's arrays

extension PickleReader {
  /// Bytes that protocols before 3 write as text of as many characters.
  private func latin1(_ arguments: [Item]) throws -> Data {
    guard arguments.count == 2, let text = arguments[0].string, arguments[1].string == "latin1" else {
      throw malformed("bytes in an unknown coding")
    }
    let bytes = text.unicodeScalars.lazy.compactMap { UInt8(exactly: $0.value) }
    guard text.unicodeScalars.allSatisfy({ $0.value < 256 }) else {
      throw malformed("bytes above 255")
    }
    return Data(bytes)
  }

  /// (version, shape, type, order, bytes)
  private func value(ofArray facts: [Item]) throws -> CheckpointValue {
    guard facts.count == 5, let shape = facts[1].integers, case .numberType(let type) = facts[2],
      case .plain(.bool(let isColumnMajor)) = facts[3]
    else { throw malformed("an array without its facts") }
    guard case .bytes(let bytes) = facts[4] else { return .object("numpy.ndarray of objects") }
    return try type.value(shape, order: isColumnMajor ? .columns : .rows, bytes, malformed)
  }

  /// (bytes, type, shape, order), as protocol 5 writes them.
  private func array(fromBuffer arguments: [Item]) throws -> CheckpointValue {
    guard arguments.count == 4, case .bytes(let bytes) = arguments[0],
      case .numberType(let type) = arguments[1], let shape = arguments[2].integers,
      let order = arguments[3].string
    else { throw malformed("an array without its facts") }
    return try type.value(shape, order: order == "F" ? .columns : .rows, bytes, malformed)
  }
}
