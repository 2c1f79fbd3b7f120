import LogTail

/// A run's files and how far each has been read.
struct TailedRun {
  private struct Position {
    let path: String
    var reader: LogReader
    var keys = RecordKeys()
    var offset = 0
    var beginning: [UInt8] = []
    var byteCount = 0
  }

  private(set) var run: LogRun
  private var files: [Position]

  init(_ run: LogRun) {
    self.run = run
    files = run.files.map { TailedRun.start(of: $0, run) }
  }

  /// The run with files that were found later; what was read of the others stays read.
  func continued(by run: LogRun) -> TailedRun {
    var continued = self
    continued.run = run
    continued.files = run.files.map { path in
      files.first { $0.path == path } ?? Self.start(of: path, run)
    }
    return continued
  }

  private static func start(of path: String, _ run: LogRun) -> Position {
    Position(path: path, reader: LogReader(format: run.format, iterationsPerEpoch: run.iterationsPerEpoch))
  }

  /// Hands over what was written since the last call; nil where nothing was, and what waited for more is complete.
  /// - Parameter isLast: whether nothing will come after it.
  mutating func readNews(isLast: Bool, _ body: (LogBatch?, inout RecordKeys) -> Void) throws(LogError) {
    for index in files.indices { try readNews(of: index, isLast: isLast, body) }
  }

  private mutating func readNews(
    of index: Int, isLast: Bool, _ body: (LogBatch?, inout RecordKeys) -> Void
  ) throws(LogError) {
    let file = try LogFile(files[index].path)
    try startAnewIfReplaced(index, file)
    guard file.byteCount > files[index].offset || isLast else { return body(nil, &files[index].keys) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer, at: files[index].offset)
      if files[index].offset == 0 { files[index].beginning = Array(buffer[..<min(count, 4096)]) }
      files[index].offset += count
      files[index].reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      body(files[index].reader.batch, &files[index].keys)
      guard count == buffer.count else { break }
    }
    files[index].byteCount = file.byteCount
    guard isLast else { return }
    files[index].reader.finish()
    body(files[index].reader.batch, &files[index].keys)
    body(nil, &files[index].keys)
  }

  /// A file that became shorter, or begins with other bytes, is another one; a document that is written anew each time
  /// is read anew whenever its size changes.
  private mutating func startAnewIfReplaced(_ index: Int, _ file: LogFile) throws(LogError) {
    let position = files[index]
    guard position.offset > 0 else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: position.beginning.count, alignment: 16)
    defer { buffer.deallocate() }
    let isSame =
      try file.read(into: buffer, at: 0) == position.beginning.count
      && buffer.elementsEqual(position.beginning)
    let isRewritten = run.format.growth == .replaced && file.byteCount != position.byteCount
    if !isSame || isRewritten || file.byteCount < position.offset {
      files[index] = Self.start(of: position.path, run)
    }
  }
}
