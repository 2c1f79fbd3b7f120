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
    self.folder = folder.checkpoints
    self.kept = kept
    self.hold = hold
  }

  /// Publishes what `write` writes to the path it is given: beside, synced, checked, renamed; then drops old ones.
  ///
  /// On any failure the checkpoints are as before.
  public func publish(step: Int, _ write: (String) throws -> Void) throws -> (
    checkpoint: Checkpoint, bytes: Int
  ) {
    let partial = "\(folder)/step-\(step).partial"
    defer { unlink(partial) }
    try write(partial)
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
  public func clearPartial() {
    for name in names where name.hasSuffix(".partial") { unlink("\(folder)/\(name)") }
  }

  /// The newest checkpoint whose bytes are good, and the damaged ones that are newer.
  public func newestGood() -> (checkpoint: Checkpoint?, damaged: [Checkpoint]) {
    var damaged: [Checkpoint] = []
    for checkpoint in all.reversed() {
      if (try? CRC32.ofFile(checkpoint.path).checksum) == checkpoint.checksum { return (checkpoint, damaged) }
      damaged.append(checkpoint)
    }
    return (nil, damaged)
  }

  /// Every checkpoint, oldest first.
  public var all: [Checkpoint] {
    names.compactMap(checkpoint(named:)).sorted { $0.step < $1.step }
  }

  private var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private func path(_ step: Int, _ checksum: UInt32) -> String {
    "\(folder)/step-\(step)-\(String(format: "%08x", checksum)).pt"
  }

  private func checkpoint(named name: String) -> Checkpoint? {
    guard let match = name.wholeMatch(of: /step-(\d+)-([0-9a-f]{8})\.pt/),
      let step = Int(match.1), let checksum = UInt32(match.2, radix: 16)
    else { return nil }
    return Checkpoint(step: step, path: "\(folder)/\(name)", checksum: checksum)
  }

  /// Of a step taken twice (a run resumed from an older checkpoint) only the one just written stays.
  private func dropOld(newest: Checkpoint) {
    let others = all.filter { $0 != newest }
    let superseded = others.filter { $0.step >= newest.step }
    let excess = others.filter { $0.step < newest.step }.dropLast(kept - 1)
    for checkpoint in superseded + excess { unlink(checkpoint.path) }
  }

  private func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RunStoreError.cannot("open", path, reason: .current) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw RunStoreError.cannot("write", path, reason: .current) }
  }
}
