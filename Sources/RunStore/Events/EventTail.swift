import EventLines
import Events
import Foundation

/// Follows the events of a run while it goes on: every call answers with what was written since the last one.
public struct EventTail {
  /// Bytes read at once, so that a long history does not fill the memory.
  private static let portion = 4 << 20

  private let file: FileHandle
  private let path: String
  private var reader: EventReader
  private var unfinishedLine = Data()

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
    while events.isEmpty, let bytes = try read() {
      unfinishedLine.append(bytes)
      events = takeLines()
    }
    return events
  }

  private mutating func read() throws(RunStoreError) -> Data? {
    do {
      try forgetCutBytes()
      let bytes = try file.read(upToCount: Self.portion)
      return bytes.flatMap { $0.isEmpty ? nil : $0 }
    } catch {
      throw .cannot("read", path, reason: SystemReason((error as NSError).localizedDescription))
    }
  }

  /// A run that is resumed cuts off the line a crash tore: what was read of it is gone.
  private mutating func forgetCutBytes() throws {
    let position = try file.offset()
    let size = try file.seekToEnd()
    if size < position { unfinishedLine = Data() }
    try file.seek(toOffset: min(position, size))
  }

  private mutating func takeLines() -> [RunEvent] {
    var events: [RunEvent] = []
    var start = unfinishedLine.startIndex
    while let end = unfinishedLine[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if let event = reader.read(unfinishedLine[start..<end]) { events.append(event) }
      start = end + 1
    }
    unfinishedLine = Data(unfinishedLine[start...])
    return events
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
