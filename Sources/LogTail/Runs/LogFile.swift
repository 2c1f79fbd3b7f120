import Foundation

/// A file open for reading; what the system refuses is a typed error.
public final class LogFile {
  /// The file's path.
  public let path: String
  /// Bytes when it was opened.
  public let byteCount: Int
  /// Device and inode, the same for every name of the file.
  let identity: FileIdentity
  private let descriptor: CInt

  /// Opens a regular file; never waits, as opening a pipe would.
  public init(_ path: String) throws(LogError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw LogFile.error(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(path: path, reason: "it is neither a file nor a folder")
    }
    byteCount = Int(status.st_size)
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  deinit { close(descriptor) }

  /// Reads bytes from an offset; returns how many, fewer than wanted at the end only.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(LogError) -> Int {
    var total = 0
    while total < buffer.count {
      let count = pread(descriptor, buffer.baseAddress! + total, buffer.count - total, off_t(offset + total))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw LogFile.error(path) }
      if count == 0 { break }
      total += count
    }
    return total
  }

  /// Reads the file from the start in portions.
  public func forEachPortion(
    of size: Int = 1 << 20, _ body: (UnsafeRawBufferPointer) throws(LogError) -> Void
  ) throws(LogError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    defer { buffer.deallocate() }
    var offset = 0
    while true {
      let count = try read(into: buffer, at: offset)
      if count > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
      guard count == size else { return }
      offset += count
    }
  }

  static func error(_ path: String) -> LogError {
    errno == ENOENT || errno == ENOTDIR
      ? .missing(path: path) : .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
}

/// What is the same for every name of a file.
struct FileIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
}
