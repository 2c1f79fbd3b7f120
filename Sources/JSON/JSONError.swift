/// What a JSON value is.
public enum JSONKind: String, Sendable {
  case null
  case boolean
  case number
  case string
  case array
  case object
}

/// Why a text is not JSON, or not the JSON that is wanted; offsets count bytes from the start of the document.
public enum JSONError: Error, Equatable {
  /// There is no such file.
  case missing(file: String)
  /// The file is there but cannot be read.
  case unreadable(file: String, reason: String)
  /// Something else stands where the grammar wants this.
  case unexpected(byte: Int, expected: String, found: String)
  /// The document ends where the grammar wants this.
  case ended(byte: Int, expected: String)
  /// The string that opens here is not closed.
  case unclosedString(byte: Int)
  /// A control character stands unescaped in a string.
  case controlCharacter(byte: Int)
  /// The bytes from here are not UTF-8.
  case notUTF8(byte: Int)
  /// More containers are open here than are followed.
  case tooDeep(byte: Int)
  /// A single value from here is too large to be held.
  case tooLarge(byte: Int)
  /// A value of another kind is wanted.
  case wrongType(byte: Int, expected: JSONKind, found: JSONKind)
  /// The number is not an integer of 64 bits.
  case notAnInteger(byte: Int, number: Double)
  /// The object lacks a member that is wanted.
  case missingMember(byte: Int, key: String)
}

extension JSONError: CustomStringConvertible {
  /// One sentence: where, what was expected, what was found.
  public var description: String {
    switch self {
    case .missing(let file): "\(file): no such file."
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)."
    case .unexpected(let byte, let expected, let found): "Byte \(byte): expected \(expected), found \(found)."
    case .ended(let byte, let expected): "Byte \(byte): the document ends where \(expected) is expected."
    case .unclosedString(let byte): "Byte \(byte): the string that opens here is never closed."
    case .controlCharacter(let byte): "Byte \(byte): a control character stands unescaped in a string."
    case .notUTF8(let byte): "Byte \(byte): not UTF-8 from here."
    case .tooDeep(let byte): "Byte \(byte): nested too deep."
    case .tooLarge(let byte): "Byte \(byte): the value that begins here is too large."
    case .wrongType(let byte, let expected, let found):
      "Byte \(byte): expected a value of type \(expected), found \(found)."
    case .notAnInteger(let byte, let number): "Byte \(byte): expected an integer, found \(number)."
    case .missingMember(let byte, let key): "Byte \(byte): the object has no \"\(key)\"."
    }
  }
}
