import CLogBytes

/// What a line of a format means.
protocol LineFormat: Sendable {
  /// Reads a line, without its newline; counts it as bad where it is.
  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch)
  /// Whether a last line without a newline is known to be whole.
  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool
  /// Whether the first line says how the others are to be read.
  static var hasHeader: Bool { get }
}

/// Cuts bytes into lines, which a newline or a carriage return ends: tqdm writes those, and so did old Macs. A line that is not complete waits for its end; one of more than 8 MB is passed over.
struct LineDecoder<Format: LineFormat>: LogDecoder {
  private static var limit: Int { 8 << 20 }

  private var format: Format
  /// The start of a line whose end has not come.
  private var torn: [UInt8] = []
  private var isPassingOver = false
  private var isAtStart = true

  init(_ format: Format) { self.format = format }

  mutating func read(_ bytes: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    guard let base = bytes.baseAddress else { return }
    var start = 0
    while start < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      guard let newline = tb_log_line_end(rest.baseAddress!, rest.count) else {
        return keep(rest, batch: &batch)
      }
      let end = UnsafeRawPointer(newline) - base
      take(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: &batch)
      start = end + 1
    }
  }

  mutating func finish(into batch: inout LogBatch) {
    let line = torn
    torn = []
    guard !isPassingOver else { return }
    line.withUnsafeBytes { if format.isWhole($0) { readLine($0, into: &batch) } }
  }

  mutating func beginInTheMiddle(head: UnsafeRawBufferPointer, batch: inout LogBatch) {
    if Format.hasHeader, let newline = head.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      take(UnsafeRawBufferPointer(rebasing: head[..<newline]), into: &batch)
    }
    isAtStart = false
    isPassingOver = true
  }

  /// The rest of a line, which what waited may precede.
  private mutating func take(_ end: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    guard !isPassingOver else {
      isPassingOver = false
      return
    }
    guard !torn.isEmpty || end.count > Self.limit else { return readLine(end, into: &batch) }
    keep(end, batch: &batch)
    guard !isPassingOver else {
      isPassingOver = false
      return
    }
    let line = torn
    torn = []
    line.withUnsafeBytes { readLine($0, into: &batch) }
  }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer, batch: inout LogBatch) {
    guard !isPassingOver else { return }
    torn.append(contentsOf: bytes.prefix(Self.limit - torn.count + 1))
    guard torn.count > Self.limit else { return }
    torn.withUnsafeBytes { batch.reject($0, .tooLong) }
    torn = []
    isPassingOver = true
  }

  private mutating func readLine(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    var line = line
    if isAtStart {
      isAtStart = false
      line = line.withoutByteOrderMark
    }
    guard let first = line.first else { return }
    if first <= 0x20 && first != 0, line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
    format.read(line, into: &batch)
  }
}
