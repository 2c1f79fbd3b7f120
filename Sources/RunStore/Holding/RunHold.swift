import Dispatch
import Events
import Foundation
import Synchronization

/// The right to write a folder, a run's or a comparison's, for as long as this process has it.
///
/// It is `trainer.json` under an exclusive lock, with a sign of life every ten seconds. Neither is trusted alone: on
/// network file systems locks lie. A holder that died gives way.
public final class RunHold: @unchecked Sendable {
  // @unchecked: after init `timer` is only cancelled, which any thread may.
  /// The holder that died and gave way, if there was one, and when it was last seen.
  public let predecessor: (trainer: TrainerIdentity, lastSign: Double)?

  /// When the folder was taken, by the file system's clock, in seconds since 1970.
  public let start: Double

  private let path: String
  private let descriptor: Mutex<Int32?>
  private let timer: any DispatchSourceTimer

  /// Takes a folder that exists; throws who holds it where somebody does.
  public init(_ folder: String) throws(RunStoreError) {
    path = "\(folder)/\(TrainerRecord.fileName)"
    let (descriptor, predecessor) = try Self.take(path, in: folder)
    self.predecessor = predecessor
    var status = stat()
    start = fstat(descriptor, &status) == 0 ? status.modificationTime : Date().timeIntervalSince1970
    self.descriptor = Mutex(descriptor)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tailboard.heartbeat", qos: .utility))
    timer.schedule(
      deadline: .now() + TrainerRecord.heartbeat, repeating: TrainerRecord.heartbeat, leeway: .seconds(1))
    timer.setEventHandler { [weak self] in self?.giveSign() }
    timer.resume()
  }

  deinit { release() }

  /// Gives the folder free.
  public func release() {
    timer.cancel()
    descriptor.withLock { held in
      guard let open = held else { return }
      // Before the lock goes: whoever comes next makes its own file.
      unlink(path)
      close(open)
      held = nil
    }
  }

  private func giveSign() {
    descriptor.withLock { if let open = $0 { _ = futimens(open, nil) } }
  }

  private static func take(
    _ path: String, in folder: String
  ) throws(RunStoreError) -> (Int32, (trainer: TrainerIdentity, lastSign: Double)?) {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .cannot("write", path, reason: .current) }
      do throws(RunStoreError) {
        let predecessor = try predecessor(behind: descriptor, folder)
        guard isStill(path, descriptor) else {
          close(descriptor)
          continue
        }
        try write(TrainerRecord.ofThisProcess(since: Date().timeIntervalSince1970).text, to: descriptor, path)
        return (descriptor, predecessor)
      } catch {
        close(descriptor)
        throw error
      }
    }
  }

  /// Locks the file; who is named in it has died, or is refused to give way.
  private static func predecessor(
    behind descriptor: Int32, _ folder: String
  ) throws(RunStoreError) -> (trainer: TrainerIdentity, lastSign: Double)? {
    // Other failures than "another has it" mean that there are no locks here.
    let isLockedElsewhere = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    let found = TrainerRecord.read(descriptor)
    if isLockedElsewhere { throw .inUse(folder: folder, holder: found?.record.identity) }
    guard let (record, lastSign) = found else { return nil }
    switch record.holding(lastSign: lastSign, now: Date().timeIntervalSince1970) {
    case .live(let holder), .suspended(let holder): throw .inUse(folder: folder, holder: holder)
    case .died(let trainer, let lastSign): return (trainer, lastSign)
    case .free: return nil
    }
  }

  /// Whether the path still leads to the file: a holder that has just ended took its away.
  private static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return lstat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
  }

  private static func write(_ text: [UInt8], to descriptor: Int32, _ path: String) throws(RunStoreError) {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count,
      fsync(descriptor) == 0
    else { throw .cannot("write", path, reason: .current) }
  }
}
