import CSimdjson
import Foundation

/// A value of the text its parser parsed last.
public struct JSONValue {
  let parser: JSONParser
  let index: Int

  /// Whether it is an object, an array, a string …
  public var kind: JSONKind {
    switch tb_json_kind(UInt32(token.kind)) {
    case TB_JSON_NULL: .null
    case TB_JSON_FALSE, TB_JSON_TRUE: .boolean
    case TB_JSON_INTEGER, TB_JSON_NUMBER: .number
    case TB_JSON_STRING: .string
    case TB_JSON_ARRAY: .array
    case TB_JSON_OBJECT: .object
    default: parser.text[Int(token.offset)] == UInt8(ascii: "[") ? .array : .object
    }
  }

  /// The value's bytes in its document, a string's quotes left out.
  public var byteRange: Range<Int> {
    let start = parser.origin + Int(token.offset)
    return start..<start + Int(token.length)
  }

  /// The value's text, a string's quotes left out.
  public var source: String { String(decoding: bytes, as: UTF8.self) }

  var token: tb_json_token { parser.tokens[index] }

  private var bytes: Slice<UnsafeRawBufferPointer> {
    parser.text[Int(token.offset)..<Int(token.offset) + Int(token.length)]
  }
}

// MARK: - Scalars, or nil where the value is of another kind

extension JSONValue {
  /// The number, NaN and infinities included.
  public var asDouble: Double? { kind == .number ? token.number : nil }

  /// The number if it is an integer of 64 bits; `3.0` is one.
  public var asInteger: Int? {
    switch tb_json_kind(UInt32(token.kind)) {
    case TB_JSON_INTEGER: Int(token.integer)
    case TB_JSON_NUMBER: Int(exactly: token.number)
    default: nil
    }
  }

  /// The string, escapes resolved.
  public var asString: String? {
    guard kind == .string else { return nil }
    guard token.escaped else { return source }
    return String(unsafeUninitializedCapacity: bytes.count) { output in
      tb_json_unescape(pointer, bytes.count, output.baseAddress)
    }
  }

  /// Hands over the string's UTF-8 bytes, escapes resolved, in place or in a buffer that is used again and again; none where it
  /// is no string.
  public func withString<Result>(
    in resolved: inout [UInt8], _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    guard kind == .string else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    guard token.escaped else { return try body(UnsafeBufferPointer(start: pointer, count: bytes.count)) }
    if resolved.count < bytes.count { resolved = [UInt8](repeating: 0, count: 2 * bytes.count) }
    return try resolved.withUnsafeMutableBufferPointer { buffer in
      let count = tb_json_unescape(pointer, bytes.count, buffer.baseAddress)
      return try body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The truth value.
  public var asBoolean: Bool? { kind == .boolean ? token.kind == UInt8(TB_JSON_TRUE.rawValue) : nil }

  /// Whether it is `null`.
  public var isNull: Bool { kind == .null }

  private var pointer: UnsafePointer<UInt8> {
    (parser.text.baseAddress! + Int(token.offset)).assumingMemoryBound(to: UInt8.self)
  }
}

// MARK: - Scalars, or an error where the value is of another kind

extension JSONValue {
  /// The number, NaN and infinities included.
  public func double() throws(JSONError) -> Double {
    try expect(.number)
    return token.number
  }

  /// The number, which must be an integer of 64 bits.
  public func integer() throws(JSONError) -> Int {
    try expect(.number)
    guard let integer = asInteger else {
      throw .notAnInteger(byte: byteRange.lowerBound, number: token.number)
    }
    return integer
  }

  /// The string, escapes resolved.
  public func string() throws(JSONError) -> String {
    try expect(.string)
    return asString ?? ""
  }

  /// The truth value.
  public func boolean() throws(JSONError) -> Bool {
    try expect(.boolean)
    return asBoolean == true
  }

  private func expect(_ expected: JSONKind) throws(JSONError) {
    guard kind == expected else {
      throw .wrongType(byte: byteRange.lowerBound, expected: expected, found: kind)
    }
  }
}

// MARK: - Containers

extension JSONValue {
  /// The elements of an array.
  public func elements() throws(JSONError) -> JSONElements {
    try expect(.array)
    return JSONElements(parser: parser, index: index + 1, remaining: Int(token.children))
  }

  /// The members of an object, in the order of the text.
  public func members() throws(JSONError) -> JSONMembers {
    try expect(.object)
    return JSONMembers(parser: parser, index: index + 1, remaining: Int(token.children))
  }

  /// The numbers of an array.
  public func doubles() throws(JSONError) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(Int(token.children))
    for element in try elements() { numbers.append(try element.double()) }
    return numbers
  }

  /// The integers of an array.
  public func integers() throws(JSONError) -> [Int] {
    var numbers: [Int] = []
    for element in try elements() { numbers.append(try element.integer()) }
    return numbers
  }

  /// The first member of an object with this key; nil if there is none, or no object.
  public subscript(key: String) -> JSONValue? {
    parser.member(of: index, key).map { JSONValue(parser: parser, index: $0) }
  }

  /// The first member of an object with this key.
  public func member(_ key: String) throws(JSONError) -> JSONValue {
    try expect(.object)
    guard let value = self[key] else { throw .missingMember(byte: byteRange.lowerBound, key: key) }
    return value
  }

  /// What `read` makes of an object's member; its errors name the member.
  public func at<Result>(
    _ key: String, _ read: (JSONValue) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    try Self.read(try member(key), key, read)
  }

  /// What `read` makes of an object's member; nil where there is none or it is null.
  public func optional<Result>(
    _ key: String, _ read: (JSONValue) throws(JSONError) -> Result
  ) throws(JSONError) -> Result? {
    guard let value = self[key], !value.isNull else { return nil }
    return try Self.read(value, key, read)
  }

  private static func read<Result>(
    _ value: JSONValue, _ key: String, _ read: (JSONValue) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    do throws(JSONError) {
      return try read(value)
    } catch {
      throw .inMember(key: key, error)
    }
  }
}

/// The elements of an array, one after the other.
public struct JSONElements: Sequence, IteratorProtocol {
  let parser: JSONParser
  var index: Int
  var remaining: Int

  /// How many are left.
  public var underestimatedCount: Int { remaining }

  /// The next element.
  public mutating func next() -> JSONValue? {
    guard remaining > 0 else { return nil }
    let element = JSONValue(parser: parser, index: index)
    index = Int(element.token.next)
    remaining -= 1
    return element
  }
}

/// The members of an object, one after the other.
public struct JSONMembers: Sequence, IteratorProtocol {
  let parser: JSONParser
  var index: Int
  var remaining: Int

  /// The next member.
  public mutating func next() -> (key: String, value: JSONValue)? {
    guard remaining > 0 else { return nil }
    let key = JSONValue(parser: parser, index: index)
    let value = JSONValue(parser: parser, index: index + 1)
    index = Int(value.token.next)
    remaining -= 1
    return (key.asString ?? "", value)
  }
}
