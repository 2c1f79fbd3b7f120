import EventLines
import Events
import Foundation

/// The events a run folder holds, read without locking: the run may be going on.
public struct RecordedEvents: Sendable {
  /// The events in order.
  public private(set) var events: [RunEvent] = []
  /// Lines that are no events, with the first one's reason.
  public private(set) var unreadable: (lines: Int, first: RunStoreError)?
  /// Bytes after the last newline: an event still being written, or torn by a crash.
  public private(set) var tornBytes = 0

  /// Reads the events of a run; lines that are no events are counted, not fatal.
  public init(of folder: RunFolder) throws(RunStoreError) {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: folder.events), options: .alwaysMapped)
    } catch {
      throw .cannot("read", folder.events, reason: SystemReason((error as NSError).localizedDescription))
    }
    var reader = EventReader(run: RunID(folder.name))
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      if let event = reader.read(bytes[start..<end]) { events.append(event) }
      start = end + 1
    }
    unreadable = reader.unreadable(in: folder.events)
    tornBytes = bytes.endIndex - start
  }
}
