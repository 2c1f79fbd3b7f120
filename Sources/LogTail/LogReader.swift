/// Reads one log file in portions of any size, from whoever has them.
///
/// A record without its end waits for it, in bounded memory; what cannot be read is counted and passed over.
public struct LogReader: Sendable {
  /// What the file is read as.
  public let format: LogFormat
  /// What the last portion held.
  public private(set) var batch = LogBatch()
  private var decoder: any LogDecoder
  private var transcoder = Transcoder()

  /// A reader at the start of a file.
  /// - Parameter iterationsPerEpoch: where they are known from elsewhere (see `LogRun`).
  public init(format: LogFormat, iterationsPerEpoch: Int? = nil) {
    self.format = format
    decoder = format.decoder(iterationsPerEpoch)
  }

  /// A reader at a place in the middle of a file (see `LogFormat.Entry`): what comes before the next record is passed over.
  /// - Parameter head: the file's first bytes, with its header.
  public init(format: LogFormat, iterationsPerEpoch: Int? = nil, inTheMiddleOf head: UnsafeRawBufferPointer) {
    precondition(format.entry != .start, "\(format) can be read from its start alone")
    self.init(format: format, iterationsPerEpoch: iterationsPerEpoch)
    if format.entry == .line,
      let text = transcoder.take(UnsafeRawBufferPointer(rebasing: head.prefix(head.count & ~1)))
    {
      text.withUnsafeBytes { decoder.beginInTheMiddle(head: $0, batch: &batch) }
    } else {
      decoder.beginInTheMiddle(head: head, batch: &batch)
    }
  }

  /// Reads the next bytes; `batch` then holds what they complete.
  public mutating func read(_ bytes: UnsafeRawBufferPointer) {
    batch.clear()
    guard format.entry == .line, let text = transcoder.take(bytes) else {
      return decoder.read(bytes, into: &batch)
    }
    text.withUnsafeBytes { decoder.read($0, into: &batch) }
  }

  /// Reads what is left of a file that will not grow: a last line without its newline counts if it is whole.
  public mutating func finish() {
    batch.clear()
    decoder.finish(into: &batch)
  }
}

/// Turns the bytes of a format into records.
protocol LogDecoder: Sendable {
  /// Reads the next bytes.
  mutating func read(_ bytes: UnsafeRawBufferPointer, into batch: inout LogBatch)
  /// Reads what still waits for more bytes, of which none will come.
  mutating func finish(into batch: inout LogBatch)
  /// Told that reading begins in the middle: what comes before the next record is passed over; a header is taken from the
  /// file's first bytes.
  mutating func beginInTheMiddle(head: UnsafeRawBufferPointer, batch: inout LogBatch)
}
