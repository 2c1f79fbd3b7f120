import EventLines
import Events
import Foundation

/// Why a file in `requests/` is not obeyed.
enum RequestFileError: Error, Equatable, CustomStringConvertible {
  case notAFile
  case foreign(owner: UInt32)
  case tooLarge(bytes: Int)
  case stale
  case unreadable(String)
  case malformed(String)

  var description: String {
    switch self {
    case .notAFile: "not an ordinary file of its own (a link, a folder, a pipe)"
    case .foreign(let owner): "it belongs to user \(owner)"
    case .tooLarge(let bytes): "\(bytes) bytes; a request has at most \(RequestFile.largest)"
    case .stale: "it is older than this trainer"
    case .unreadable(let reason): "it cannot be read: \(reason)"
    case .malformed(let reason): "it is no request: \(reason)"
    }
  }
}

/// One file in `requests/`, looked at without trust: whoever may write the folder can put anything there.
enum RequestFile {
  static let largest = 4096
  private static let longestWord = 256
  /// Seconds by which the clocks of two machines may differ.
  private static let clockSkew = 60.0

  /// The request in a file of an open folder.
  /// - Parameters:
  ///   - start: when the trainer began by the file system's clock; what is older was meant for another.
  ///   - owners: the users who may ask.
  static func read(
    _ name: String, in folder: Int32, since start: Double, of owners: Set<uid_t>
  ) throws(RequestFileError) -> AskedRequest {
    let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ELOOP ? .notAFile : .unreadable(SystemReason.current.description)
    }
    defer { close(descriptor) }
    try check(descriptor, since: start, owners)
    var bytes = [UInt8](repeating: 0, count: largest)
    let count = Foundation.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw .unreadable(SystemReason.current.description) }
    return try request(in: Array(bytes[..<count]), since: start)
  }

  private static func check(
    _ descriptor: Int32, since start: Double, _ owners: Set<uid_t>
  ) throws(RequestFileError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(SystemReason.current.description) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else { throw .notAFile }
    guard owners.contains(status.st_uid) else { throw .foreign(owner: status.st_uid) }
    guard status.st_size <= largest else { throw .tooLarge(bytes: Int(status.st_size)) }
    guard status.modificationTime >= start else { throw .stale }
  }

  private static func request(
    in text: [UInt8], since start: Double
  ) throws(RequestFileError) -> AskedRequest {
    let asked: AskedRequest
    let time: Double
    do { (asked, time) = try RequestText.request(in: text) } catch { throw .malformed("\(error)") }
    guard time >= start - clockSkew else { throw .stale }
    let words = [asked.id, asked.requester.user, asked.requester.host, asked.requester.through ?? ""]
    guard words.allSatisfy(isPlain) else { throw .malformed("a name in it is too long or cannot be printed") }
    return asked
  }

  /// Whether a word from a file can be shown: it ends on terminals.
  private static func isPlain(_ word: String) -> Bool {
    word.utf8.count <= longestWord
      && word.unicodeScalars.allSatisfy {
        ![.control, .format, .surrogate].contains($0.properties.generalCategory)
      }
  }
}
