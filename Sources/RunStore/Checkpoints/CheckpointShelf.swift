import Foundation

/// The checkpoints of a run: `step-<step>-<crc32>.pt`. A name carries its file's checksum, so that one rename publishes
/// both, and a file whose bytes do not fit its name is known to be damaged.
public struct CheckpointShelf: Sendable {
  /// A checkpoint on disk.
  public struct Checkpoint: Sendable, Equatable {
    /// Steps trained when it was taken.
    public let step: Int
    /// Path of the file.
    public let path: String
    /// CRC-32 (zlib's) of the file.
    let checksum: UInt32
  }

  private let folder: String
  private let kept: Int
  private let hold: RunHold?

  /// The checkpoints of a run, of which the newest `kept` stay.
  /// - Parameter hold: this process's right to write the run; once that is lost nothing more is written.
  public init(_ folder: RunFolder, keeping kept: Int, under hold: RunHold? = nil) {
    self.init(folder.checkpoints, keeping: kept, under: hold)
  }

  init(_ folder: String, keeping kept: Int, under hold: RunHold? = nil) {
    self.folder = folder
    self.kept = kept
    self.hold = hold
  }

  /// Publishes what `write` writes to the path it is given: beside, synced, checked, renamed; then drops old ones.
  ///
  /// Where there is no room the oldest that are superseded give way first, never the newest that is proven good. On any
  /// failure that one is as before.
  public func publish(step: Int, _ write: (String) throws -> Void) throws -> (
    checkpoint: Checkpoint, bytes: Int
  ) {
    try hold?.confirm()
    restoreFolder()
    let partial = "\(folder)/step-\(step).partial"
    defer { unlink(partial) }
    try writeMakingRoom(partial, write)
    try sync(partial)
    let (checksum, bytes) = try CRC32.ofFile(partial)
    let checkpoint = Checkpoint(step: step, path: path(step, checksum), checksum: checksum)
    try hold?.confirm()
    guard rename(partial, checkpoint.path) == 0 else {
      throw RunStoreError.cannot("write", checkpoint.path, reason: .current)
    }
    try sync(folder)
    dropOld(newest: checkpoint)
    return (checkpoint, bytes)
  }

  /// Removes what a crash left half-written.
  public func clearPartial() throws(RunStoreError) {
    for name in try FolderNames.of(folder) where name.hasSuffix(".partial") { unlink("\(folder)/\(name)") }
  }

  /// The newest checkpoint whose bytes are good, and the damaged ones that are newer. Throws where one cannot be read:
  /// that says nothing about its bytes.
  public func newestGood() throws(RunStoreError) -> (checkpoint: Checkpoint?, damaged: [Checkpoint]) {
    var damaged: [Checkpoint] = []
    for checkpoint in try all().reversed() {
      if try isGood(checkpoint) { return (checkpoint, damaged) }
      damaged.append(checkpoint)
    }
    return (nil, damaged)
  }

  /// The checkpoint that a run goes on from, and the damaged ones that are newer; none where the run never came to one.
  /// Throws where it did, and none of them is good or one cannot be read.
  public func origin(
    of run: RunFolder
  ) throws(RunStoreError) -> (checkpoint: Checkpoint?, damaged: [Checkpoint]) {
    let (newest, damaged) = try newestGood()
    guard newest == nil else { return (newest, damaged) }
    guard try run.hasSaved() || !damaged.isEmpty else { return (nil, []) }
    throw .noGoodCheckpoint(folder: run.path, damaged: damaged.count)
  }

  /// Every checkpoint, oldest first; throws where the folder cannot be listed.
  public func all() throws(RunStoreError) -> [Checkpoint] {
    try FolderNames.of(folder).compactMap(checkpoint(named:)).sorted { $0.step < $1.step }
  }

  /// Whether there is a checkpoint, good or not, as far as can be seen.
  var hasAny: Bool { (try? all().isEmpty) == false }

  /// Puts every checkpoint aside, into a folder beside this one, for a run that begins from scratch; nothing is deleted.
  /// - Returns: where they are; nil where there was none.
  public func setAside() throws(RunStoreError) -> String? {
    var status = stat()
    guard lstat(folder, &status) == 0 else { return nil }
    var number = 1
    while lstat("\(folder)-before-\(number)", &status) == 0 { number += 1 }
    let aside = "\(folder)-before-\(number)"
    guard rename(folder, aside) == 0 else { throw .cannot("move", folder, reason: .current) }
    restoreFolder()
    return aside
  }

  private func isGood(_ checkpoint: Checkpoint) throws(RunStoreError) -> Bool {
    try CRC32.ofFile(checkpoint.path).checksum == checkpoint.checksum
  }

  /// A folder that somebody deleted while the run goes on; not where the whole run is gone.
  private func restoreFolder() { mkdir(folder, 0o700) }

  private func path(_ step: Int, _ checksum: UInt32) -> String {
    "\(folder)/step-\(step)-\(String(format: "%08x", checksum)).pt"
  }

  private func checkpoint(named name: String) -> Checkpoint? {
    guard let match = name.wholeMatch(of: /step-(\d+)-([0-9a-f]{8})\.pt/),
      let step = Int(match.1), let checksum = UInt32(match.2, radix: 16)
    else { return nil }
    return Checkpoint(step: step, path: "\(folder)/\(name)", checksum: checksum)
  }

  private func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RunStoreError.cannot("open", path, reason: .current) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw RunStoreError.cannot("write", path, reason: .current) }
  }
}

// MARK: - What gives way

extension CheckpointShelf {
  /// Bytes that a file system needs beside a file's own.
  private static let margin = 1 << 20

  private func writeMakingRoom(_ partial: String, _ write: (String) throws -> Void) throws {
    while hasLittleRoom, dropOldestSuperseded() {}
    while true {
      // A link that somebody put here is not written through.
      unlink(partial)
      do { return try write(partial) } catch {
        unlink(partial)
        guard meansNoRoom(error), dropOldestSuperseded() else { throw error }
      }
    }
  }

  /// Whether a checkpoint as large as the newest would not find room.
  private var hasLittleRoom: Bool {
    var (system, newest) = (statvfs(), stat())
    guard statvfs(folder, &system) == 0, let path = (try? all())?.last?.path, stat(path, &newest) == 0 else {
      return false
    }
    return Int(system.f_bavail) * Int(system.f_frsize) < Int(newest.st_size) + Self.margin
  }

  /// Libraries that write tell it in the system's words alone.
  private func meansNoRoom(_ error: any Error) -> Bool {
    [ENOSPC, EDQUOT].contains { "\(error)".contains(String(cString: strerror($0))) }
  }

  /// Drops the oldest checkpoint that has a newer one proven good; false where there is none.
  private func dropOldestSuperseded() -> Bool {
    guard let good = (try? newestGood())?.checkpoint, let oldest = (try? all())?.first,
      oldest.step < good.step
    else { return false }
    return unlink(oldest.path) == 0
  }

  /// Of a step taken twice (a run resumed from an older checkpoint) only the one just written, proven good, stays. What
  /// cannot be listed stays.
  private func dropOld(newest: Checkpoint) {
    let others = ((try? all()) ?? []).filter { $0 != newest }
    let superseded = others.filter { $0.step >= newest.step }
    let excess = others.filter { $0.step < newest.step }.dropLast(kept - 1)
    for checkpoint in superseded + excess { unlink(checkpoint.path) }
  }
}
