import EventLines
import Events
import Foundation

/// The whole lines of a run's events, last first, without reading what nobody asks for.
struct EventLinesBackwards: Sequence, IteratorProtocol {
  private let bytes: Data
  private var end: Data.Index

  init(of folder: RunFolder) throws(RunStoreError) {
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: folder.events), options: .alwaysMapped)
    } catch {
      throw .cannot("read", folder.events, reason: SystemReason((error as NSError).localizedDescription))
    }
    // What follows the last newline is still being written.
    end = Self.lastNewline(in: bytes, before: bytes.endIndex) ?? bytes.startIndex
  }

  mutating func next() -> Data? {
    guard end > bytes.startIndex else { return nil }
    let newline = Self.lastNewline(in: bytes, before: end)
    let line = bytes[(newline.map { $0 + 1 } ?? bytes.startIndex)..<end]
    end = newline ?? bytes.startIndex
    return line
  }

  private static func lastNewline(in bytes: Data, before end: Data.Index) -> Data.Index? {
    bytes.withUnsafeBytes { buffer in
      buffer[..<(end - bytes.startIndex)].lastIndex(of: UInt8(ascii: "\n")).map { bytes.startIndex + $0 }
    }
  }
}

extension RunFolder {
  /// Whether the run came to a checkpoint since it last began at its first step, as its events tell.
  func hasSaved() throws(RunStoreError) -> Bool {
    guard access(events, F_OK) == 0 else { return false }
    var reader = EventReader(run: RunID(name))
    for line in try EventLinesBackwards(of: self) {
      switch EventKind(peekingAt: line) {
      case .checkpoint: return true
      case .started:
        if case .started(let description)? = reader.read(line)?.body, description.resumedAt == 0 {
          return false
        }
      default: break
      }
    }
    return false
  }
}
