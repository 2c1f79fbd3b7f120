import TOMLKit

/// A value as TOML writes it.
indirect enum Literal: Sendable, Equatable {
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case list([Literal])
  /// A kind of value that no key takes: a table, a date.
  case other(String)

  init(_ value: any TOMLValueConvertible) {
    switch value.type {
    case .string: self = .string(value.string ?? "")
    case .int: self = .integer(value.int ?? 0)
    case .double: self = .number(value.double ?? .nan)
    case .bool: self = .boolean(value.bool ?? false)
    case .array: self = .list(value.array.map { $0.map(Literal.init) } ?? [])
    case .table: self = .other("a table")
    case .date, .time, .dateTime: self = .other("a date or time")
    }
  }

  /// What the value is, for error messages.
  var phrase: String {
    switch self {
    case .string: "the text \(text)"
    case .list([]): "an empty list"
    case .list: "the list \(text)"
    case .integer, .number, .boolean, .other: text
    }
  }

  /// The value as TOML.
  var text: String {
    switch self {
    case .string(let string): Literal.quoted(string)
    case .integer(let integer): String(integer)
    case .number(let number): "\(number)"
    case .boolean(let boolean): "\(boolean)"
    case .list(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
    case .other(let kind): kind
    }
  }

  private static func quoted(_ string: String) -> String {
    let escaped = string.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      case "\t": "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
