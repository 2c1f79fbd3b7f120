import Foundation

/// UTF-16 with a byte order mark, as PowerShell's `>` writes it, made UTF-8; any other text is left as it is.
struct Transcoder: Sendable {
  private enum Encoding { case unknown, unchanged, utf16(isBigEndian: Bool) }

  private var encoding = Encoding.unknown
  /// Bytes of a unit, or units of a character, whose rest has not come.
  private var waiting: [UInt8] = []

  init() {}

  /// Bytes of a file as UTF-8.
  static func transcoded(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var transcoder = Transcoder()
    return transcoder.take(bytes)
  }

  /// The next bytes as UTF-8; nil where they are already.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    switch encoding {
    case .unchanged: return nil
    case .utf16(let isBigEndian): return text(of: bytes, isBigEndian: isBigEndian)
    case .unknown: break
    }
    guard waiting.count + bytes.count >= 2 else {
      waiting += bytes
      return []
    }
    let start = waiting.prefix(2) + bytes.prefix(2 - waiting.count)
    switch Array(start) {
    case [0xFF, 0xFE]: encoding = .utf16(isBigEndian: false)
    case [0xFE, 0xFF]: encoding = .utf16(isBigEndian: true)
    default:
      encoding = .unchanged
      guard !waiting.isEmpty else { return nil }
      defer { waiting = [] }
      return waiting + bytes
    }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[(2 - waiting.count)...])
    waiting = []
    return take(rest)
  }

  private mutating func text(of bytes: UnsafeRawBufferPointer, isBigEndian: Bool) -> [UInt8] {
    let all = waiting + bytes
    var units: [UInt16] = []
    units.reserveCapacity(all.count / 2)
    for index in stride(from: 0, to: all.count - 1, by: 2) {
      let low = all[isBigEndian ? index + 1 : index], high = all[isBigEndian ? index : index + 1]
      units.append(UInt16(high) << 8 | UInt16(low))
    }
    var used = units.count
    if let last = units.last, UTF16.isLeadSurrogate(last) { used -= 1 }
    waiting = Array(all[(2 * used)...])
    return Array(String(decoding: units[..<used], as: UTF16.self).utf8)
  }
}
