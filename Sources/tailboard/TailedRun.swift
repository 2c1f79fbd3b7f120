import LogTail

/// A run's files and how far each has been read.
struct TailedRun {
  /// What became of a run's files.
  enum News {
    /// A portion of a file was read.
    case records(LogBatch)
    /// There is something to say of the file, or of the run.
    case note(String)
    /// Nothing more is there for now: what waited for more is complete.
    case pause
  }

  private struct Followed {
    var file: FollowedFile
    var keys = RecordKeys()
  }

  private(set) var run: LogRun
  private var files: [Followed]
  private var course = RunCourse()
  /// The run's scalars by name, for its course.
  private var scalars: [String: Int] = [:]

  init(_ run: LogRun) {
    self.run = run
    files = run.files.map { Followed(file: FollowedFile($0, of: run)) }
  }

  /// The run with files that were found later; what was read of the others stays read.
  func continued(by run: LogRun) -> TailedRun {
    var continued = self
    continued.run = run
    continued.files = run.files.map { path in
      files.first { $0.file.path == path } ?? Followed(file: FollowedFile(path, of: run))
    }
    return continued
  }

  /// Hands over what was written since the last call.
  /// - Parameter isLast: whether nothing will come after it.
  mutating func readNews(isLast: Bool, _ body: (News, inout RecordKeys) -> Void) throws(LogError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    for index in files.indices {
      var followed = files[index]
      defer { files[index] = followed }
      try readNews(of: &followed, buffer, body)
      if isLast { followed.file.end { batch in take(batch, &followed.keys, body) } }
      body(.pause, &followed.keys)
    }
  }

  private mutating func readNews(
    of followed: inout Followed, _ buffer: UnsafeMutableRawBufferPointer,
    _ body: (News, inout RecordKeys) -> Void
  ) throws(LogError) {
    let change = try followed.file.change()
    if run.format.growth == .appended, let phrase = change.phrase(of: followed.file.name) {
      body(.note(phrase), &followed.keys)
    }
    var keys = followed.keys
    defer { followed.keys = keys }
    switch change {
    case .none: return
    case .grown: break
    case .truncated, .replaced: followed.file.restart()
    case .rotated(let place):
      try followed.file.finish(at: place, by: buffer) { take($0, &keys, body) }
    }
    try followed.file.read(by: buffer) { batch, _ in
      take(batch, &keys, body)
      return true
    }
  }

  /// Hands a batch over, and says where the run went back in it.
  private mutating func take(
    _ batch: LogBatch, _ keys: inout RecordKeys, _ body: (News, inout RecordKeys) -> Void
  ) {
    let restarts = course.restarts.count
    for name in batch.names where scalars[name.original] == nil { scalars[name.original] = scalars.count }
    course.take(batch) { scalars[batch.names[$1.name].original] ?? 0 }
    for restart in course.restarts.places.dropFirst(restarts) {
      let (end, start) = (batch.axis.text(of: restart.end), batch.axis.text(of: restart.start))
      body(.note("restarted: \(batch.axis.unit.rawValue) \(end), then \(start)"), &keys)
    }
    body(.records(batch), &keys)
  }
}
