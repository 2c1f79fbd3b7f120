import EventLines
import Events
import Foundation

extension RunFolder {
  /// Asks something of the run's trainer, wherever it runs: written beside, then renamed into `requests/`.
  public func ask(_ asked: AskedRequest) throws(RunStoreError) {
    mkdir(requests, 0o700)
    let directory = open(requests, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard directory >= 0 else { throw .cannot("open", requests, reason: .current) }
    defer { close(directory) }
    let partial = "\(path)/.request-\(asked.id)"
    defer { unlink(partial) }
    let now = Date().timeIntervalSince1970
    try RunFolder.write(RequestText.text(of: asked, at: now), to: partial)
    let name = String(format: "%017.6f-%@.json", now, asked.id)
    guard renameat(AT_FDCWD, partial, directory, name) == 0 else {
      throw .cannot("write", "\(requests)/\(name)", reason: .current)
    }
  }

  private static func write(_ text: [UInt8], to path: String) throws(RunStoreError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannot("write", path, reason: .current) }
    defer { close(descriptor) }
    guard Foundation.write(descriptor, text, text.count) == text.count else {
      throw .cannot("write", path, reason: .current)
    }
  }
}
