import CSimdjson

extension JSONStream {
  /// Bytes that are looked through for where an element may start.
  private static let searchLength = 1 << 16

  /// Where a document that is an array of objects can be cut into about equal parts to be read at once: the first byte of
  /// each part, 0 first. The cuts are guesses, which `forEachElement` of the part before proves or refutes.
  public static func parts(of file: RandomAccessFile, count: Int) throws(JSONError) -> [Int] {
    var starts = [0]
    for part in 1..<max(count, 1) {
      let place = part * file.byteCount / count
      let bytes = try file.bytes(place..<min(place + searchLength, file.byteCount))
      guard let start = bytes.firstObjectBehindAnother, place + start > starts.last ?? 0 else { continue }
      starts.append(place + start)
    }
    return starts
  }

  /// Hands over the elements of a document that is an array, from the one that starts at a byte (for 0 the first) up to the
  /// first that starts at `end` or later.
  ///
  /// - Parameter skipped: the key of a member of elements that is passed over: only its `byteRange` is known.
  /// - Returns: where that one starts; nil if the array ended.
  public func forEachElement(
    from start: Int, to end: Int, skipping skipped: String? = nil, _ body: (JSONValue) throws -> Void
  ) throws -> Int? {
    try begin(at: start)
    if start == 0 {
      guard try punctuation("[", expected: "an array") == UInt8(ascii: "[") else { return nil }
      guard try peek("a value or ']'") != UInt8(ascii: "]") else {
        step()
        try expectEnd()
        return nil
      }
    }
    while true {
      let next = try nextOffset("a value")
      guard next < end else { return next }
      try body(value(skipping: skipped))
      guard try punctuation(",]", expected: "',' or ']'") == UInt8(ascii: ",") else { break }
    }
    try expectEnd()
    return nil
  }
}

extension [UInt8] {
  /// Where, behind a closing brace and a comma, an object starts.
  fileprivate var firstObjectBehindAnother: Int? {
    var expected: [UInt8] = [UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "{")]
    let pattern = expected
    for (index, byte) in enumerated() where ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
      if byte == expected.first {
        expected.removeFirst()
        if expected.isEmpty { return index }
      } else {
        expected = byte == pattern[0] ? Array(pattern.dropFirst()) : pattern
      }
    }
    return nil
  }
}
