import Foundation

/// The keys of a file's objects. Each remembers which key followed it the last time, so that in lines of one shape no
/// key is ever looked up.
struct KeyTable {
  /// A key of the outermost object or of one inside, with what it means.
  struct Entry {
    /// The key as it is written, escapes included.
    let bytes: Range<Int>
    /// The entry of the object it is in; 0 for the line.
    let parent: Int
    var role: MemberRole
    /// The index of the scalar's name; −1 before its first value.
    var name = -1
    /// Whether a value of it belongs to an evaluation.
    var isEvaluation = false
    /// The entry that came next, the last time.
    var successor = 0
  }

  private struct Place: Hashable {
    let parent: Int
    let key: [UInt8]
  }

  /// The keys that are told apart; more of them are not kept.
  private static let limit = 1 << 17
  /// Bytes of the longest key that is kept.
  private static let longestKey = 1024

  var entries = [Entry(bytes: 0..<0, parent: -1, role: .scalar)]
  private var text: [UInt8] = []
  private var indices: [Place: Int] = [:]

  /// The entry behind another, if its key stands here with its closing quote.
  @inline(__always)
  func predicted(after previous: Int, parent: Int, at bytes: UnsafePointer<UInt8>, count: Int) -> Int? {
    let index = entries[previous].successor
    let entry = entries[index]
    let length = entry.bytes.count
    guard index > 0, entry.parent == parent, count > length, bytes[length] == UInt8(ascii: "\"") else {
      return nil
    }
    return text.withUnsafeBufferPointer {
      memcmp($0.baseAddress! + entry.bytes.lowerBound, bytes, length) == 0 ? index : nil
    }
  }

  /// The entry behind another, if this is its key.
  @inline(__always)
  func predicted(after previous: Int, key: UnsafeBufferPointer<UInt8>) -> Int? {
    let index = entries[previous].successor
    let range = entries[index].bytes
    guard index > 0, range.count == key.count, let bytes = key.baseAddress else { return nil }
    return text.withUnsafeBufferPointer {
      memcmp($0.baseAddress! + range.lowerBound, bytes, key.count) == 0 ? index : nil
    }
  }

  /// The entry behind another, if its key stands right before a mark in a line of text, and no more of a name before it.
  @inline(__always)
  func predicted(after previous: Int, before mark: Int, in line: UnsafeRawBufferPointer) -> Int? {
    let index = entries[previous].successor
    let range = entries[index].bytes
    let start = mark - range.count
    guard index > 0, start > 1, TextKey.begins(at: start, of: line) else { return nil }
    return text.withUnsafeBufferPointer {
      memcmp($0.baseAddress! + range.lowerBound, line.baseAddress! + start, range.count) == 0 ? index : nil
    }
  }

  /// The entry of a key, a new one where it is met first; 0 where there are too many.
  mutating func index(
    of key: UnsafeBufferPointer<UInt8>, parent: Int, after previous: Int, role: () -> MemberRole
  ) -> Int {
    guard key.count <= Self.longestKey else { return 0 }
    let place = Place(parent: parent, key: Array(key))
    var index = indices[place] ?? 0
    if index == 0 && entries.count < Self.limit {
      index = entries.count
      entries.append(
        Entry(bytes: text.count..<text.count + key.count, parent: parent, role: role()))
      text.append(contentsOf: key)
      indices[place] = index
    }
    entries[previous].successor = index
    return index
  }

  /// The key of an entry as it is written.
  func source(of entry: Int) -> ArraySlice<UInt8> { text[entries[entry].bytes] }
}
