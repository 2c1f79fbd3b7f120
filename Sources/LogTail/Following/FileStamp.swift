import Foundation

/// What tells a file from every other, and one state of it from the next.
struct FileStamp: Equatable {
  /// Bytes that are compared to know a file again.
  private static let headSize = 4096

  let identity: FileIdentity
  let byteCount: Int
  /// When it was written last, in nanoseconds since 1970.
  let modified: Int
  private var head: [UInt8] = []

  /// The stamp of whatever has that name now, without its head: nothing is opened.
  init(of path: String) throws(LogError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw LogFile.error(path) }
    identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    byteCount = Int(status.st_size)
    modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
  }

  /// Seconds since 1970.
  var time: Double { Double(modified) / 1e9 }

  /// Reads the beginning, to know the file again by.
  mutating func readHead(of file: LogFile) throws(LogError) {
    head = try Self.head(of: file, count: Self.headSize)
  }

  /// Whether a file begins as this one did: what has been appended since does not count.
  func isBeginning(of file: LogFile) throws(LogError) -> Bool {
    try Self.head(of: file, count: head.count) == head
  }

  private static func head(of file: LogFile, count: Int) throws(LogError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    return Array(buffer[..<(try file.read(into: buffer, at: 0))])
  }
}
