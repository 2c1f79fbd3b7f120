import LegibleText

/// Builds a JSON text. Numbers are written shortest, so that they read back equal; NaN and infinities as Python does.
public struct JSONWriter {
  /// The text so far, UTF-8.
  public private(set) var bytes: [UInt8] = []
  /// Whether the next value in the innermost container needs a comma before it.
  private var needsComma = false

  /// An empty text.
  public init() {}

  /// The text so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes a value, as a text or as an array's next element.
  public mutating func value(_ value: some JSONWritable) {
    separate()
    needsComma = false
    value.write(to: &self)
    needsComma = true
  }

  /// Writes an object, as a text or as an array's next element.
  public mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    try container("{", "}", members)
  }

  /// Writes an array, as a text or as an array's next element.
  public mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
    try container("[", "]", elements)
  }

  /// Writes an object's next member.
  public mutating func member(_ key: String, _ value: some JSONWritable) {
    self.key(key)
    self.value(value)
  }

  /// Writes an object's next member, which is an object.
  public mutating func object(_ key: String, _ members: (inout JSONWriter) throws -> Void) rethrows {
    self.key(key)
    try object(members)
  }

  /// Writes an object's next member, which is an array.
  public mutating func array(_ key: String, _ elements: (inout JSONWriter) throws -> Void) rethrows {
    self.key(key)
    try array(elements)
  }

  /// Ends a line, as between the records of an event file.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Ends a line between two elements of an array that is written in portions, its brackets by whoever writes it.
  public mutating func separateLines() {
    raw(",")
    endLine()
  }

  /// Forgets the text and keeps its memory: what was written has been saved. What is written next goes on where it ended.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }
}

// MARK: - Text

extension JSONWriter {
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func key(_ key: String) {
    separate()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func container(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ contents: (inout JSONWriter) throws -> Void
  ) rethrows {
    separate()
    bytes.append(UInt8(ascii: opening))
    needsComma = false
    try contents(&self)
    bytes.append(UInt8(ascii: closing))
    needsComma = true
  }

  mutating func raw(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a string; what a terminal would obey instead of drawing it is written as `\u001b`, so that JSON can be printed.
  mutating func quote(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    if string.utf8.allSatisfy({ $0 < 0x7F }) {
      for byte in string.utf8 { append(byte) }
    } else {
      for scalar in string.unicodeScalars { append(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x7F {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else if scalar.isDeceptive {
      for unit in String(scalar).utf16 { raw("\\u" + String(0x10000 + Int(unit), radix: 16).dropFirst()) }
    } else {
      bytes.append(contentsOf: String(scalar).utf8)
    }
  }

  /// Appends a character of ASCII.
  private mutating func append(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case UInt8(ascii: "\n"): raw("\\n")
    case UInt8(ascii: "\r"): raw("\\r")
    case UInt8(ascii: "\t"): raw("\\t")
    case 0..<0x20: raw("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
    default: bytes.append(byte)
    }
  }

  mutating func number(_ value: some BinaryFloatingPoint & LosslessStringConvertible) {
    if value.isFinite {
      raw("\(value)")
    } else {
      raw(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
    }
  }
}

/// What a JSONWriter writes as one value.
public protocol JSONWritable {
  /// Writes it; the commas are the writer's.
  func write(to writer: inout JSONWriter)
}

extension Double: JSONWritable {
  /// Writes it shortest.
  public func write(to writer: inout JSONWriter) { writer.number(self) }
}

extension Float: JSONWritable {
  /// Writes it shortest among the numbers that read back as this Float.
  public func write(to writer: inout JSONWriter) { writer.number(self) }
}

extension Int: JSONWritable {
  /// Writes its digits.
  public func write(to writer: inout JSONWriter) { writer.raw("\(self)") }
}

extension Bool: JSONWritable {
  /// Writes `true` or `false`.
  public func write(to writer: inout JSONWriter) { writer.raw(self ? "true" : "false") }
}

extension String: JSONWritable {
  /// Writes it in quotes.
  public func write(to writer: inout JSONWriter) { writer.quote(self) }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
  /// Writes the value, or `null`.
  public func write(to writer: inout JSONWriter) {
    if let value = self { value.write(to: &writer) } else { writer.raw("null") }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  /// Writes the elements in brackets.
  public func write(to writer: inout JSONWriter) {
    writer.array { for element in self { $0.value(element) } }
  }
}
