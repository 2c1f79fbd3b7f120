import Events
import Foundation

/// A file that only grows, by whole appends: one that fails halfway is taken back. Locked against other processes.
struct AppendFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  /// Bytes that are safely written.
  private(set) var length: Int

  /// Opens or creates the file and locks it.
  init(path: String) throws(RunStoreError) {
    descriptor = try AppendFile.openLocked(path)
    self.path = path
    length = Int(lseek(descriptor, 0, SEEK_END))
  }

  private static func openLocked(_ path: String) throws(RunStoreError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .cannot("open", path, reason: .current) }
    guard FileLock.ask(for: descriptor) != .heldElsewhere else {
      close(descriptor)
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      throw .inUse(folder: folder, holder: RunHolding.of(folder: folder).holder)
    }
    return descriptor
  }

  deinit { close(descriptor) }

  /// Writes the bytes at the end and waits until they are on disk; on failure the file is as before.
  mutating func append(_ bytes: [UInt8]) throws(RunStoreError) {
    do throws(RunStoreError) {
      try write(bytes)
      guard fsync(descriptor) == 0 else { throw RunStoreError.cannot("write", path, reason: .current) }
      length += bytes.count
    } catch {
      ftruncate(descriptor, off_t(length))
      throw error
    }
  }

  private func write(_ bytes: [UInt8]) throws(RunStoreError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, off_t(length + written))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .cannot("write", path, reason: .current) }
      written += count
    }
  }

  /// Cuts off what follows the last newline, the rest of an append that a crash interrupted, and returns it.
  mutating func cutTornLine() throws(RunStoreError) -> [UInt8] {
    var tail: [UInt8] = []
    while length > 0 {
      let start = max(length - 1 << 16, 0)
      let block = try read(start..<length)
      let end = block.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      tail = block[end...] + tail
      length = start + end
      if end > 0 { break }
    }
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw .cannot("repair", path, reason: .current) }
    return tail
  }

  private func read(_ range: Range<Int>) throws(RunStoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    let count = bytes.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, range.count, off_t(range.lowerBound))
    }
    guard count == range.count else { throw .cannot("read", path, reason: .current) }
    return bytes
  }
}
