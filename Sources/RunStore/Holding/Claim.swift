import Events
import Foundation

/// `trainer.json` as this process wrote it, open and locked.
struct Claim: Sendable {
  /// After this time without a look another may have taken this process for dead.
  private static let trusted = Duration.seconds(2 * TrainerRecord.heartbeat)

  /// When it was written, by the file system's clock, in seconds since 1970.
  let start: Double
  /// Who has the folder instead.
  private(set) var replacement: TrainerIdentity?

  private let folder: String
  private let record: TrainerRecord
  private var descriptor: Int32
  private var lastLook = ContinuousClock.now

  private init(_ folder: String, _ record: TrainerRecord, _ descriptor: Int32) {
    (self.folder, self.record, self.descriptor) = (folder, record, descriptor)
    var status = stat()
    start = fstat(descriptor, &status) == 0 ? status.modificationTime : Date().timeIntervalSince1970
  }

  private var path: String { "\(folder)/\(TrainerRecord.fileName)" }

  /// Whether the last look was so long ago that it says nothing any more; the clock runs while the process is frozen.
  func isOld(at now: ContinuousClock.Instant) -> Bool { now - lastLook > Self.trusted }

  private var isReleased: Bool { descriptor < 0 }

  /// Looks who is named in the folder; a file that somebody removed is written anew.
  mutating func check() {
    guard !isReleased, replacement == nil else { return }
    lastLook = .now
    guard let found = TrainerRecord.read(in: folder)?.record else { return renew() }
    if found != record { replacement = found.identity }
  }

  mutating func giveSign() {
    check()
    if !isReleased, replacement == nil { _ = futimens(descriptor, nil) }
  }

  mutating func release() {
    guard !isReleased else { return }
    // Before the lock goes: whoever comes next makes its own file.
    if TrainerRecord.read(in: folder)?.record == record { unlink(path) }
    close(descriptor)
    descriptor = -1
  }

  /// Failures are left for the next look: there may be no room, or no folder any more.
  private mutating func renew() {
    do throws(RunStoreError) {
      let (claim, _) = try Self.take(folder, as: record)
      close(descriptor)
      descriptor = claim.descriptor
    } catch {
      if case .inUse(_, let holder?) = error { replacement = holder }
    }
  }
}

// MARK: - Taking

extension Claim {
  /// Takes a folder for this process; throws who holds it where somebody does.
  static func take(
    _ folder: String, as record: TrainerRecord = .ofThisProcess(since: Date().timeIntervalSince1970)
  ) throws(RunStoreError) -> (Claim, predecessor: (trainer: TrainerIdentity, lastSign: Double)?) {
    let path = "\(folder)/\(TrainerRecord.fileName)"
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .cannot("write", path, reason: .current) }
      do throws(RunStoreError) {
        let predecessor = try predecessor(behind: descriptor, folder)
        guard isStill(path, descriptor) else {
          close(descriptor)
          continue
        }
        try write(record.text, to: descriptor, path)
        return (Claim(folder, record, descriptor), predecessor)
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
    let lock = FileLock.ask(for: descriptor)
    let found = TrainerRecord.read(descriptor)
    if lock == .heldElsewhere { throw .inUse(folder: folder, holder: found?.record.identity) }
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
