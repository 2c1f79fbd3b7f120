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
public indirect enum JSONError: Error, Equatable {
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
  /// Something is wrong with this member of an object.
  case inMember(key: String, JSONError)
}

extension JSONError {
  /// The members that lead to what is wrong, as `.size`; empty where none is known.
  public var memberPath: String {
    guard case .inMember(let key, let error) = self else { return "" }
    return ".\(key)\(error.memberPath)"
  }

  /// Where in the document it is.
  public var byte: Int? {
    switch self {
    case .missing, .unreadable: nil
    case .unexpected(let byte, _, _), .ended(let byte, _), .unclosedString(let byte),
      .controlCharacter(let byte), .notUTF8(let byte), .tooDeep(let byte), .tooLarge(let byte),
      .wrongType(let byte, _, _), .notAnInteger(let byte, _), .missingMember(let byte, _):
      byte
    case .inMember(_, let error): error.byte
    }
  }

  /// What was expected and what was found, without a place.
  public var finding: String {
    switch self {
    case .missing: "no such file"
    case .unreadable(_, let reason): "cannot be read: \(reason)"
    case .unexpected(_, let expected, let found): "expected \(expected), found \(found)"
    case .ended(_, let expected): "the document ends where \(expected) is expected"
    case .unclosedString: "the string that opens here is never closed"
    case .controlCharacter: "a control character stands unescaped in a string"
    case .notUTF8: "not UTF-8 from here"
    case .tooDeep: "nested too deep"
    case .tooLarge: "the value that begins here is too large"
    case .wrongType(_, let expected, let found): "expected a value of type \(expected), found \(found)"
    case .notAnInteger(_, let number): "expected an integer, found \(number)"
    case .missingMember(_, let key): "the object has no \"\(key)\""
    case .inMember(_, let error): error.finding
    }
  }
}

extension JSONError: CustomStringConvertible {
  /// One sentence: where, what was expected, what was found.
  public var description: String {
    switch self {
    case .missing(let file), .unreadable(let file, _): "\(file): \(finding)."
    default: "\(byte.map { "Byte \($0): " } ?? "")\(finding)."
    }
  }
}
