import Foundation

/// One file of a run, and how far it has been read.
struct FollowedFile {
  /// What became of a file since it was looked at last.
  enum Change: Equatable {
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

  let path: String
  private let run: LogRun
  private(set) var offset = 0
  private(set) var stamp: FileStamp?
  private var reader: LogReader
  private var source = LogContents.Source()

  init(_ path: String, of run: LogRun) {
    self.path = path
    self.run = run
    reader = LogReader(format: run.format, iterationsPerEpoch: run.iterationsPerEpoch)
  }

  var name: String { Path.name(of: path) }

  /// Forgets what was read: the next read begins at the start.
  mutating func restart() { self = FollowedFile(path, of: run) }

  /// Looks at the file; one whose stamp has not changed is not opened.
  mutating func change() throws(LogError) -> Change {
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
    let file = try LogFile(path)
    try remember(FileStamp(of: path), file)
    try read(file, into: &contents, buffer: buffer, portion: portion)
  }

  /// Reads to its end what now has another name, then begins anew with the file that took the old one.
  mutating func finish(
    at place: String, into contents: inout LogContents, buffer: UnsafeMutableRawBufferPointer
  ) throws(LogError) {
    try read(LogFile(place), into: &contents, buffer: buffer) { _ in true }
    restart()
  }

  private mutating func read(
    _ file: LogFile, into contents: inout LogContents, buffer: UnsafeMutableRawBufferPointer,
    portion: (_ bytes: Int) -> Bool
  ) throws(LogError) {
    while true {
      let count = try file.read(into: buffer, at: offset)
      guard count > 0 else { break }
      offset += count
      reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      contents.append(reader.batch, from: &source)
      guard portion(count), count == buffer.count else { break }
    }
    guard run.format.growth == .replaced else { return }
    // Such a file is whole whenever it is there.
    reader.finish()
    contents.append(reader.batch, from: &source)
  }

  /// The newest bytes alone, of a file whose records are lines.
  func readNewest(_ byteCount: Int, into contents: inout LogContents) throws(LogError) {
    let file = try LogFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    defer { buffer.deallocate() }
    let head = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(64 << 10)), at: 0)
    var reader = LogReader(
      format: run.format, iterationsPerEpoch: run.iterationsPerEpoch,
      inTheMiddleOf: UnsafeRawBufferPointer(rebasing: buffer[..<head]))
    let count = try file.read(into: buffer, at: max(file.byteCount - byteCount, 0))
    var source = LogContents.Source()
    reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    contents.append(reader.batch, from: &source)
  }

  private mutating func remember(_ stamp: FileStamp, _ file: LogFile) throws(LogError) {
    self.stamp = stamp
    try self.stamp?.readHead(of: file)
  }
}
