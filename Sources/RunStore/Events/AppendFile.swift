import Events
import Foundation

/// A file that only grows, by whole appends: one that fails halfway is taken back. Locked against other processes.
struct AppendFile: ~Copyable {
  let path: String
  private var descriptor: Int32
  /// Bytes that are safely written.
  private(set) var length: Int

  /// Opens or creates the file and locks it.
  init(path: String) throws(RunStoreError) {
    descriptor = try AppendFile.openLocked(path)
    self.path = path
    length = Int(lseek(descriptor, 0, SEEK_END))
  }

  private static func openLocked(_ path: String) throws(RunStoreError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
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
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw RunStoreError.cannot("write", path, reason: .current) }
      length += bytes.count
    } catch {
      takeBack()
      throw error
    }
  }

  /// Cuts off what an append that failed left; never makes the file longer, which would fill it with zeros.
  private func takeBack() {
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size > length { ftruncate(descriptor, off_t(length)) }
  }

  /// Writes at the end, wherever that is by now.
  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(RunStoreError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress! + written, bytes.count - written)
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

// MARK: - What others did to it

extension AppendFile {
  /// What somebody else did to the file since the last append.
  enum Interference: Equatable {
    /// Its name was taken away; it is there again, whole.
    case deleted
    /// Another file had its name and is now where the path says; it is there again, whole.
    case replaced(aside: String)
    /// It lost so many bytes, which are gone.
    case truncated(bytes: Int)
    /// It got so many bytes that are not ours; they stay.
    case extended(bytes: Int)
  }

  /// Looks what others did to the file, and mends it as far as that can be: what was deleted is still open here.
  mutating func mend() throws(RunStoreError) -> Interference? {
    var (named, opened) = (stat(), stat())
    guard fstat(descriptor, &opened) == 0 else { throw .cannot("read", path, reason: .current) }
    let isNamed = lstat(path, &named) == 0
    if !isNamed, errno != ENOENT { throw .cannot("read", path, reason: .current) }
    let lengthChange = try takeLength(of: opened)
    guard !isNamed || named.st_ino != opened.st_ino || named.st_dev != opened.st_dev else {
      return lengthChange
    }
    let aside = isNamed ? try moveAside() : nil
    try restore()
    return aside.map { .replaced(aside: $0) } ?? .deleted
  }

  /// Appends go on after what is there now, on a line of their own.
  private mutating func takeLength(of file: stat) throws(RunStoreError) -> Interference? {
    let (before, now) = (length, Int(file.st_size))
    guard now != before else { return nil }
    length = now
    if now < before { _ = try cutTornLine() } else { try endLine() }
    return now < before ? .truncated(bytes: before - length) : .extended(bytes: now - before)
  }

  private mutating func endLine() throws(RunStoreError) {
    if try read(length - 1..<length) != [UInt8(ascii: "\n")] { try append([UInt8(ascii: "\n")]) }
  }

  private func moveAside() throws(RunStoreError) -> String {
    var status = stat()
    var number = 1
    while lstat("\(path).replaced-\(number)", &status) == 0 { number += 1 }
    let aside = "\(path).replaced-\(number)"
    guard rename(path, aside) == 0 else { throw .cannot("move", path, reason: .current) }
    return aside
  }

  /// Writes a new file of the old one's bytes and takes it over.
  private mutating func restore() throws(RunStoreError) {
    let fresh = open(
      path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard fresh >= 0 else { throw .cannot("write", path, reason: .current) }
    _ = FileLock.ask(for: fresh)
    do throws(RunStoreError) {
      for start in stride(from: 0, to: length, by: 1 << 20) {
        try write(read(start..<min(start + 1 << 20, length)), to: fresh)
      }
      guard fsync(fresh) == 0 else { throw RunStoreError.cannot("write", path, reason: .current) }
    } catch {
      close(fresh)
      unlink(path)
      throw error
    }
    close(descriptor)
    descriptor = fresh
  }
}

extension AppendFile.Interference: CustomStringConvertible {
  var description: String {
    switch self {
    case .deleted: "somebody deleted it; it is there again, whole"
    case .replaced(let aside):
      "somebody put another file in its place, which is now \(aside); it is there again, whole"
    case .truncated(let bytes): "somebody cut it short: \(bytes) bytes of the run's history are gone"
    case .extended(let bytes): "somebody wrote \(bytes) bytes into it; they stay, and ours follow"
    }
  }
}
