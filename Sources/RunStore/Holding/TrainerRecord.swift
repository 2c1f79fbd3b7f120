import Events
import Foundation
import JSON

/// What `trainer.json` says: whose process holds the folder. The file's own time is its heartbeat.
struct TrainerRecord: Sendable, Equatable {
  static let fileName = "trainer.json"
  /// Seconds between two signs of life.
  static let heartbeat = 10.0
  /// Seconds without one after which a trainer of another machine counts as dead.
  static let patience = 120.0

  let identity: TrainerIdentity
  /// The scope of its process number, see `Machine`.
  let scope: String
  /// Its birth, see `LocalProcess`.
  let birth: String

  /// This process, from now on.
  static func ofThisProcess(since: Double) -> TrainerRecord {
    let pid = Int(getpid())
    return TrainerRecord(
      identity: TrainerIdentity(host: Machine.here.host, pid: pid, user: NSUserName(), since: since),
      scope: Machine.here.scope, birth: LocalProcess(pid)?.birth ?? "")
  }

  /// The record of a folder with the time of its last sign of life; nil where there is none that can be read.
  static func read(in folder: String) -> (record: TrainerRecord, lastSign: Double)? {
    let descriptor = open("\(folder)/\(fileName)", O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return read(descriptor)
  }

  /// The record in an open file.
  static func read(_ descriptor: Int32) -> (record: TrainerRecord, lastSign: Double)? {
    var status = stat()
    var bytes = [UInt8](repeating: 0, count: 4096)
    guard fstat(descriptor, &status) == 0 else { return nil }
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0, let record = try? TrainerRecord(Array(bytes[..<count])) else { return nil }
    return (record, status.modificationTime)
  }

  /// Who holds the folder, judged from this machine.
  func holding(lastSign: Double, now: Double) -> RunHolding {
    if scope == Machine.here.scope, identity.host == Machine.here.host {
      guard let process = LocalProcess(identity.pid), process.birth == birth else {
        return .died(identity, lastSign: lastSign)
      }
      return process.isSuspended ? .suspended(identity) : .live(identity)
    }
    return now - lastSign < Self.patience ? .live(identity) : .died(identity, lastSign: lastSign)
  }
}

extension TrainerRecord {
  init(_ text: [UInt8]) throws {
    let json = try JSONParser().parse(text)
    identity = TrainerIdentity(
      host: try json.member("host").string(), pid: try json.member("pid").integer(),
      user: try json.member("user").string(), since: try json.member("since").double())
    scope = try json.member("scope").string()
    birth = try json.member("birth").string()
  }

  var text: [UInt8] {
    var writer = JSONWriter()
    writer.object {
      $0.member("host", identity.host)
      $0.member("pid", identity.pid)
      $0.member("user", identity.user)
      $0.member("since", identity.since)
      $0.member("scope", scope)
      $0.member("birth", birth)
    }
    writer.endLine()
    return writer.bytes
  }
}

extension stat {
  /// Seconds since 1970.
  var modificationTime: Double { Double(st_mtim.tv_sec) + Double(st_mtim.tv_nsec) * 1e-9 }
}

extension RunHolding {
  /// Who holds a run's or a comparison's folder, judged from this machine: by the process where it is one of this
  /// machine, else by its heartbeat.
  public static func of(folder: String, now: Double = Date().timeIntervalSince1970) -> RunHolding {
    guard let (record, lastSign) = TrainerRecord.read(in: folder) else { return .free }
    return record.holding(lastSign: lastSign, now: now)
  }
}
