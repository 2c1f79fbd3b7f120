import CSimdjson
import Foundation

/// Parses JSON texts one after the other into the same memory.
///
/// Python's bare `NaN`, `Infinity` and `-Infinity` are numbers. A parsed value is valid until the next text is parsed.
public final class JSONParser {
  private let handle: OpaquePointer
  private var buffer: UnsafeMutableRawBufferPointer
  /// Bytes of the buffer that hold text.
  private(set) var count = 0
  /// The offset of the text in its document.
  var origin = 0
  /// The tokens of the last value.
  private(set) var tokens: UnsafePointer<tb_json_token>

  /// A parser with nothing parsed.
  public init() {
    guard let handle = tb_json_parser_create() else { preconditionFailure("no memory for a JSON parser") }
    self.handle = handle
    buffer = .allocate(byteCount: 4096, alignment: 64)
    tokens = tb_json_tokens(handle)
  }

  deinit {
    tb_json_parser_destroy(handle)
    buffer.deallocate()
  }

  /// The one value in a text; the text starts `origin` bytes into its document.
  public func parse(_ text: some ContiguousBytes, origin: Int = 0) throws(JSONError) -> JSONValue {
    text.withUnsafeBytes { bytes in
      reserve(bytes.count)
      UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(bytes.count)).copyMemory(from: bytes)
      count = bytes.count
    }
    return try value(origin: origin)
  }

  /// The one value in some bytes of a file.
  package func parse(_ range: Range<Int>, of file: RandomAccessFile) throws(JSONError) -> JSONValue {
    reserve(range.count)
    count = 0
    while count < range.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count..<range.count])
      let more = try file.read(into: rest, at: range.lowerBound + count)
      if more == 0 { break }
      count += more
    }
    return try value(origin: range.lowerBound)
  }

  /// The one value in the text, which starts at an offset of its document.
  private func value(origin: Int) throws(JSONError) -> JSONValue {
    self.origin = origin
    try check(index(count))
    var position = 0
    try check(tokenize(at: &position, skipping: nil, isComplete: true))
    guard position == structuralCount else {
      let offset = structuralOffset(position)
      throw .unexpected(
        byte: origin + offset, expected: "the end of the document", found: describe(at: offset))
    }
    return JSONValue(parser: self, index: 0)
  }

  /// The one value in a text.
  public func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8))
  }
}

// MARK: - The text

extension JSONParser {
  /// The text, valid until it is changed.
  var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.prefix(count)) }

  /// Makes room for a text of this many bytes, keeping the present one.
  func reserve(_ capacity: Int) {
    guard buffer.count < capacity else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(capacity, 2 * buffer.count), alignment: 64)
    larger.copyMemory(from: text)
    buffer.deallocate()
    buffer = larger
  }

  /// Drops this many bytes from the text's start.
  func drop(_ dropped: Int) {
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[dropped..<count]))
    count -= dropped
    origin += dropped
  }

  /// Lets `read` append to the text up to a size; it returns how many bytes it wrote.
  func append(upTo capacity: Int, _ read: (UnsafeMutableRawBufferPointer) throws(JSONError) -> Int)
    throws(JSONError)
  {
    reserve(capacity)
    count += try read(UnsafeMutableRawBufferPointer(rebasing: buffer[count..<capacity]))
  }
}

// MARK: - Structure and tokens

extension JSONParser {
  var structuralCount: Int { tb_json_structural_count(handle) }

  /// Where in the text a structural character, or the start of a scalar, is.
  func structuralOffset(_ position: Int) -> Int { tb_json_structural_offset(handle, position) }

  /// Finds the structure of the text's first `length` bytes.
  func index(_ length: Int) -> tb_json_result {
    tb_json_index(handle, text.baseAddress?.assumingMemoryBound(to: UInt8.self), length)
  }

  /// The token of an object's member; nil where there is none, or no object at the token.
  func member(of object: Int, _ key: String) -> Int? {
    var key = key
    let found = key.withUTF8 { tb_json_member(handle, object, $0.baseAddress, $0.count) }
    return found < 0 ? nil : found
  }

  /// Makes tokens of the value at a structural position, which moves behind it; an object's member of the skipped
  /// key is passed over. A complete text is one that ends the document.
  func tokenize(at position: inout Int, skipping key: String?, isComplete: Bool) -> tb_json_result {
    let result = tb_json_tokenize(handle, &position, key, isComplete)
    tokens = tb_json_tokens(handle)
    return result
  }
}
