import Events
import Foundation
import JSON

/// Reads the lines of an event file in order, whatever version of tailboard wrote it.
///
/// A line that is no event is counted and passed over. So is an event of a kind that only a newer version knows, which
/// is told once for each kind by an event of the log.
public struct EventReader {
  /// A line that is no event.
  public struct Complaint: Sendable, Equatable {
    /// Which line of the file, from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: String
  }

  /// Kinds told by name; more are only counted.
  private static let toldKinds = 16

  private let run: RunID
  private let parser = JSONParser()
  private var version = 1
  private var newerKinds: Set<String> = []
  /// Lines read so far.
  public private(set) var lineCount = 0
  /// Lines that are no events, with the first one's reason.
  public private(set) var unreadable: (lines: Int, first: Complaint)?
  /// Events of kinds that only a newer version knows.
  public private(set) var passedOver = 0

  /// A reader at the start of the events of a run.
  public init(run: RunID) { self.run = run }

  /// What a line says, its newline not included; nil where that is nothing for this version.
  public mutating func read(_ line: some ContiguousBytes) -> RunEvent? {
    lineCount += 1
    do {
      return try event(parser.parse(line))
    } catch {
      let first = unreadable?.first ?? Complaint(line: lineCount, reason: "\(error)")
      unreadable = ((unreadable?.lines ?? 0) + 1, first)
      return nil
    }
  }

  private mutating func event(_ json: JSONValue) throws -> RunEvent? {
    let name = try json.member(EventName.kind).string()
    let time = try json.member(EventName.time)
    let seconds = time.isNull ? .nan : try PlausibleNumbers.time(time, of: EventName.time)
    if name == EventSchema.versionKind {
      version = try EventSchema.versionMember.read(json)
      return nil
    }
    guard let kind = EventKind(rawValue: name) else { return try passOver(name, at: seconds) }
    return RunEvent(run: run, time: seconds, body: try kind.body(json))
  }

  private mutating func passOver(_ name: String, at time: Double) throws -> RunEvent? {
    guard version > EventSchema.version else { throw EventReadingError.unknownKind(name) }
    passedOver += 1
    guard newerKinds.count < Self.toldKinds, newerKinds.insert(name).inserted else { return nil }
    let text = """
      events of kind \(name.debugDescription) are passed over: a newer tailboard wrote this run \
      (schema \(version), this one reads \(EventSchema.version))
      """
    return RunEvent(run: run, time: time, body: .log(.warning, text))
  }
}

/// What a process writes before its first event.
public enum EventHeader {
  /// The line that names the schema's version, newline included.
  public static func line(at time: Double) -> [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member(EventName.time, time)
      $0.member(EventName.kind, EventSchema.versionKind)
      EventSchema.versionMember.write(EventSchema.version, to: &$0)
    }
    writer.endLine()
    return writer.bytes
  }
}
