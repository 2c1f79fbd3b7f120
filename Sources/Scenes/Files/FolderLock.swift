import Foundation

/// The right to write below a folder, held by one process and one thread at a time; gone with the process.
struct FolderLock {
  private let descriptor: Int32

  /// Waits for the lock of a folder.
  init(_ folder: URL) throws(SceneError) {
    let path = folder.appendingPathComponent("scenes.lock").path
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .refused(path: path, reason: String(cString: strerror(errno))) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw .refused(path: path, reason: String(cString: strerror(errno))) }
    }
  }

  func release() { close(descriptor) }
}
