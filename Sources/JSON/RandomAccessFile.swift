import Foundation

/// A file open for reading at any offset, from any thread.
///
/// It is read and not mapped: a file cut short meanwhile is then a short read and not a crash, and its pages do not count
/// as this process's memory.
public final class RandomAccessFile: Sendable {
  /// The file's path.
  public let path: String
  /// Bytes when it was opened.
  public let byteCount: Int
  private let descriptor: CInt

  /// Opens a file.
  public init(contentsOf url: URL) throws(JSONError) {
    path = url.path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing(file: path) : .unreadable(file: path, reason: Self.reason)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: Self.reason) }
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads some bytes from an offset; returns how many, 0 at the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(JSONError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      guard errno == EINTR else { throw .unreadable(file: path, reason: Self.reason) }
    }
  }

  /// The bytes of a range; fewer where the file ends before.
  public func bytes(_ range: Range<Int>) throws(JSONError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 1)
    defer { buffer.deallocate() }
    var count = 0
    while count < range.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let more = try read(into: rest, at: range.lowerBound + count)
      if more == 0 { break }
      count += more
    }
    return Array(buffer.prefix(count))
  }

  /// The lines, from 1, that some offsets lie in, found in one pass; those that cannot be read are left out.
  public func lines(of offsets: [Int]) -> [Int: Int] {
    var lines: [Int: Int] = [:]
    var (line, start) = (1, 0)
    for offset in Set(offsets).sorted() where offset >= 0 {
      while start < offset {
        guard let chunk = try? bytes(start..<min(offset, start + 1 << 20)), !chunk.isEmpty else {
          return lines
        }
        line += chunk.count { $0 == UInt8(ascii: "\n") }
        start += chunk.count
      }
      lines[offset] = line
    }
    return lines
  }

  private static var reason: String { String(cString: strerror(errno)) }
}
