import EventLines
import Events
import Foundation

/// Follows the events of a run while it goes on: every call answers with what was written since the last one.
public struct EventTail {
  /// Bytes read at once, so that a long history does not fill the memory.
  private static let portion = 4 << 20
  /// A line that is longer is no event, and is not kept: a stranger's file must not fill the memory.
  private static let longestLine = 64 << 20

  private var file: FileHandle
  private let path: String
  private var reader: EventReader
  private var unfinishedLine = Data()
  /// Whether the line being read is too long and passed over to its end.
  private var isPassingOver = false

  /// Where reading begins.
  public enum Start: Sendable {
    /// The run's first event.
    case beginning
    /// What is written from now on.
    case end
  }

  /// Opens the events of a run without locking them.
  public init(of folder: RunFolder, from start: Start = .beginning) throws(RunStoreError) {
    path = folder.events
    reader = EventReader(run: RunID(folder.name))
    do {
      file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      if start == .end { try file.seekToEnd() }
    } catch {
      throw .cannot("read", path, reason: SystemReason((error as NSError).localizedDescription))
    }
  }

  /// The next events, in order; empty when nothing more was written. A line without its end waits for it.
  public mutating func next() throws(RunStoreError) -> [RunEvent] {
    var events: [RunEvent] = []
    while events.isEmpty, let bytes = try read() { events = take(bytes) }
    return events
  }

  private mutating func read() throws(RunStoreError) -> Data? {
    do {
      try followName()
      try forgetCutBytes()
      let bytes = try file.read(upToCount: Self.portion)
      return bytes.flatMap { $0.isEmpty ? nil : $0 }
    } catch {
      throw .cannot("read", path, reason: SystemReason((error as NSError).localizedDescription))
    }
  }

  /// Where somebody took the file's name away, its trainer writes it anew, whole: reading goes on there.
  private mutating func followName() throws {
    var (named, opened) = (stat(), stat())
    guard stat(path, &named) == 0, fstat(file.fileDescriptor, &opened) == 0,
      named.st_ino != opened.st_ino || named.st_dev != opened.st_dev
    else { return }
    let position = try file.offset()
    file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    try file.seek(toOffset: position)
  }

  /// A run that is resumed cuts off the line a crash tore: what was read of it is gone.
  private mutating func forgetCutBytes() throws {
    let position = try file.offset()
    let size = try file.seekToEnd()
    if size < position { (unfinishedLine, isPassingOver) = (Data(), false) }
    try file.seek(toOffset: min(position, size))
  }

  /// Looks for line ends in what is new alone, so that a line of many portions takes no longer than its length asks.
  private mutating func take(_ bytes: Data) -> [RunEvent] {
    var events: [RunEvent] = []
    var start = bytes.startIndex
    while let end = Self.newline(in: bytes, from: start) {
      if let event = takeLine(endingWith: bytes[start..<end]) { events.append(event) }
      start = end + 1
    }
    keep(bytes[start...])
    return events
  }

  private static func newline(in bytes: Data, from start: Data.Index) -> Data.Index? {
    bytes[start...].withUnsafeBytes { rest in
      guard let first = rest.baseAddress, let found = memchr(first, 0x0A, rest.count) else { return nil }
      return start + (UnsafeRawPointer(found) - first)
    }
  }

  private mutating func takeLine(endingWith bytes: Data) -> RunEvent? {
    defer { (unfinishedLine, isPassingOver) = (Data(), false) }
    if isPassingOver { return reader.read(Data()) }
    return unfinishedLine.isEmpty ? reader.read(bytes) : reader.read(unfinishedLine + bytes)
  }

  private mutating func keep(_ bytes: Data) {
    if unfinishedLine.count + bytes.count > Self.longestLine {
      (unfinishedLine, isPassingOver) = (Data(), true)
    }
    if !isPassingOver { unfinishedLine.append(bytes) }
  }
}

extension EventTail {
  /// Lines that are no events, with the first one's reason.
  public var unreadable: (lines: Int, first: RunStoreError)? { reader.unreadable(in: path) }
}

extension EventReader {
  /// The lines that are no events, as a run folder's error.
  func unreadable(in file: String) -> (lines: Int, first: RunStoreError)? {
    unreadable.map { ($0.lines, .badEvent(file: file, line: $0.first.line, reason: $0.first.reason)) }
  }
}
