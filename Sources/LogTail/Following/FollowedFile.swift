import Foundation

/// One file of a run, and how far it has been read.
public struct FollowedFile {
  /// What became of a file since it was looked at last.
  public enum Change: Equatable, Sendable {
    case none
    /// There are more bytes than were read.
    case grown
    /// It is shorter than what was read.
    case truncated(from: Int, to: Int)
    /// Another file has its name, or the same one was written anew.
    case replaced
    /// Another file has its name, and it lives on under this one.
    case rotated(to: String)
  }

  /// Where it is.
  public let path: String
  private let run: LogRun
  private(set) var offset = 0
  private(set) var stamp: FileStamp?
  private var reader: LogReader
  private var source = LogContents.Source()

  /// A file of a run, of which nothing was read.
  public init(_ path: String, of run: LogRun) {
    self.path = path
    self.run = run
    reader = LogReader(format: run.format, iterationsPerEpoch: run.iterationsPerEpoch)
  }

  /// Its name, without its folder.
  public var name: String { Path.name(of: path) }

  /// Forgets what was read: the next read begins at the start.
  public mutating func restart() { self = FollowedFile(path, of: run) }

  /// Looks at the file; one whose stamp has not changed is not opened.
  public mutating func change() throws(LogError) -> Change {
    let new = try FileStamp(of: path)
    guard let old = stamp else { return .grown }
    if new.identity != old.identity {
      // What took the name must be a file.
      _ = try LogFile(path)
      return Self.place(of: old, besides: path).map(Change.rotated) ?? .replaced
    }
    if new.modified == old.modified, new.byteCount == old.byteCount { return .none }
    if new.byteCount < offset { return .truncated(from: offset, to: new.byteCount) }
    if run.format.growth == .replaced { return .replaced }
    guard try old.isBeginning(of: LogFile(path)) else { return .replaced }
    try remember(new, LogFile(path))
    return new.byteCount > offset ? .grown : .none
  }

  /// The name a file has got in its folder, if it still is there.
  private static func place(of stamp: FileStamp, besides path: String) -> String? {
    let folder = Path.parent(of: path)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
    return names.lazy.map { folder + "/" + $0 }.first {
      $0 != path && (try? FileStamp(of: $0).identity) == stamp.identity
    }
  }

  /// Reads what is new, in portions, into the contents; a record without its end waits.
  /// - Parameter portion: told after every portion how many bytes it had; answers whether to go on.
  mutating func read(
    into contents: inout LogContents, buffer: UnsafeMutableRawBufferPointer,
    portion: (_ bytes: Int) -> Bool = { _ in true }
  ) throws(LogError) {
    var source = source
    defer { self.source = source }
    try read(by: buffer) { batch, count in
      contents.append(batch, from: &source)
      return portion(count)
    }
  }

  /// Reads what is new, in portions as large as the buffer; a record without its end waits.
  /// - Parameter body: takes what a portion of so many bytes holds; answers whether to go on.
  public mutating func read(
    by buffer: UnsafeMutableRawBufferPointer, _ body: (_ batch: LogBatch, _ bytes: Int) -> Bool
  ) throws(LogError) {
    let file = try LogFile(path)
    try remember(FileStamp(of: path), file)
    try read(file, by: buffer, body)
  }

  /// Reads to its end what now has another name, then begins anew with the file that took the old one.
  mutating func finish(
    at place: String, into contents: inout LogContents, buffer: UnsafeMutableRawBufferPointer
  ) throws(LogError) {
    var source = source
    try finish(at: place, by: buffer) { contents.append($0, from: &source) }
  }

  /// The same, handing over what it holds.
  public mutating func finish(
    at place: String, by buffer: UnsafeMutableRawBufferPointer, _ body: (_ batch: LogBatch) -> Void
  ) throws(LogError) {
    try read(LogFile(place), by: buffer) { batch, _ in
      body(batch)
      return true
    }
    restart()
  }

  private mutating func read(
    _ file: LogFile, by buffer: UnsafeMutableRawBufferPointer,
    _ body: (_ batch: LogBatch, _ bytes: Int) -> Bool
  ) throws(LogError) {
    while true {
      let count = try file.read(into: buffer, at: offset)
      guard count > 0 else { break }
      offset += count
      reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      guard body(reader.batch, count), count == buffer.count else { break }
    }
    // Such a file is whole whenever it is there.
    if run.format.growth == .replaced { end { _ = body($0, 0) } }
  }

  /// Reads what waits for more, of which none will come.
  public mutating func end(_ body: (_ batch: LogBatch) -> Void) {
    reader.finish()
    body(reader.batch)
  }

  /// The newest bytes alone, of a file in whose middle reading may begin.
  func readNewest(_ byteCount: Int, into contents: inout LogContents) throws(LogError) {
    let file = try LogFile(path)
    guard let start = run.format.entry.place(upTo: max(file.byteCount - byteCount, 0)) else { return }
    let size = max(file.byteCount - start, LogHead.byteCount)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    defer { buffer.deallocate() }
    let beginning = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(LogHead.byteCount))
    let head = try file.read(into: beginning, at: 0)
    var reader = LogReader(
      format: run.format, iterationsPerEpoch: run.iterationsPerEpoch,
      inTheMiddleOf: UnsafeRawBufferPointer(rebasing: buffer[..<head]))
    let count = try file.read(into: buffer, at: start)
    var source = LogContents.Source()
    reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    contents.append(reader.batch, from: &source)
  }

  private mutating func remember(_ stamp: FileStamp, _ file: LogFile) throws(LogError) {
    self.stamp = stamp
    try self.stamp?.readHead(of: file)
  }
}

extension FollowedFile.Change {
  /// What there is to say of it; nil of what is ordinary.
  public func phrase(of name: String) -> String? {
    switch self {
    case .none, .grown: nil
    case .truncated(let old, let new): "\(name) was cut from \(old) bytes to \(new): read anew"
    case .replaced: "\(name) is another file now: read anew"
    case .rotated(let place): "\(name) was moved to \(Path.name(of: place)): it goes on in a new file"
    }
  }
}
