import Foundation

/// Small files that only their owner may read, written where no link leads elsewhere.
enum PrivateFile {
  /// What may be at a path that is written to.
  enum Found {
    /// Nothing: the file is new.
    case nothing
    /// A file, which stays as it is.
    case existing
  }

  /// Writes a new file and waits until the disk has it.
  static func write(_ bytes: [UInt8], to path: String, orFind found: Found) throws(RunStoreError) {
    let isNew = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(path, isNew, 0o600)
    if descriptor < 0, errno == EEXIST, found == .existing { return }
    guard descriptor >= 0 else { throw .cannot("write", path, reason: .current) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
    guard fsync(descriptor) == 0 else { throw .cannot("write", path, reason: .current) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(RunStoreError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannot("write", path, reason: .current) }
      rest.removeFirst(count)
    }
  }
}
