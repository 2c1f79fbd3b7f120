/// A value as torch.save keeps it: tensors, plain data and what holds them.
public indirect enum CheckpointValue {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case tensor(Tensor)
  case list([CheckpointValue])
  case tuple([CheckpointValue])
  case dictionary([(key: CheckpointValue, value: CheckpointValue)])
  /// A Python object of the type named, which was neither made nor run.
  case object(String)
}

extension CheckpointValue {
  /// A dictionary with names as keys, in the order given.
  public static func dictionary(named entries: [(String, CheckpointValue)]) -> CheckpointValue {
    .dictionary(entries.map { (.string($0.0), $0.1) })
  }

  /// A dictionary of tensors, as PyTorch's state_dict().
  public static func stateDictionary(_ tensors: [NamedTensor]) -> CheckpointValue {
    .dictionary(named: tensors.map { ($0.name, .tensor($0.tensor)) })
  }

  /// The value under a name of a dictionary; nil when there is none.
  public subscript(_ name: String) -> CheckpointValue? {
    guard case .dictionary(let entries) = self else { return nil }
    return entries.last { $0.key.asString == name }?.value
  }

  /// The value under an integer of a dictionary, or at an index of a list or tuple; nil when there is none.
  public subscript(_ index: Int) -> CheckpointValue? {
    switch self {
    case .dictionary(let entries): entries.last { $0.key.asInteger == index }?.value
    case .list(let values), .tuple(let values): values.indices.contains(index) ? values[index] : nil
    default: nil
    }
  }

  /// The tensors of a dictionary by name, the other entries left out; empty for other values.
  public var tensors: [NamedTensor] {
    guard case .dictionary(let entries) = self else { return [] }
    return entries.compactMap { entry in
      guard let name = entry.key.asString, let tensor = entry.value.asTensor else { return nil }
      return (name, tensor)
    }
  }

  /// The Boolean, nil for other values.
  public var asBool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The integer, nil for other values.
  public var asInteger: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The number, integers too, nil for other values.
  public var asNumber: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The string, nil for other values.
  public var asString: String? { if case .string(let value) = self { value } else { nil } }

  /// The tensor, nil for other values.
  public var asTensor: Tensor? { if case .tensor(let value) = self { value } else { nil } }

  /// The values of a list or tuple, nil for other values.
  public var asList: [CheckpointValue]? {
    switch self {
    case .list(let values), .tuple(let values): values
    default: nil
    }
  }
}
