import Events
import Foundation

/// The trainer's side of `requests/`: takes what was asked since the last look. Used on one queue.
///
/// A look costs some microseconds and never more than a few milliseconds, however many files there are: the rest waits
/// for the next look. Every file is removed; what is no request is told and never obeyed.
public final class RequestInbox {
  private static let interval = Duration.milliseconds(10)
  private static let budget = Duration.milliseconds(5)
  private static let namesAtOnce = 64
  private static let tellInterval = Duration.seconds(10)

  private let path: String
  private let owners: Set<uid_t>
  private let tell: (String) -> Void
  private let clock = ContinuousClock()
  private let start: Double
  private var nextLook: ContinuousClock.Instant
  private var nextTelling: ContinuousClock.Instant
  private var waiting: [AskedRequest] = []
  /// Files that are no requests and have not been told yet.
  private var untold: (count: Int, first: String)?
  /// What cannot be removed: told once, then passed over.
  private var stuck: Set<String> = []

  /// The inbox of a run. What was meant for an earlier trainer is removed at the next looks.
  /// - Parameters:
  ///   - start: when this trainer took the run, by the file system's clock; nil is now.
  ///   - tell: is told what was removed, in a sentence.
  public convenience init(_ folder: RunFolder, since start: Double? = nil, tell: @escaping (String) -> Void) {
    self.init(folder, since: start, of: Self.owners(of: geteuid()), tell: tell)
  }

  /// Who may ask something of a user's trainer: the user, and root, who may do anything anyway.
  static func owners(of user: uid_t) -> Set<uid_t> { [user, 0] }

  init(
    _ folder: RunFolder, since start: Double? = nil, of owners: Set<uid_t>, tell: @escaping (String) -> Void
  ) {
    path = folder.requests
    self.owners = owners
    self.tell = tell
    nextLook = clock.now
    nextTelling = clock.now
    mkdir(path, 0o700)
    self.start = start ?? Self.time(in: path)
  }

  /// The next request, if there is one; never waits.
  public func take() -> AskedRequest? {
    if waiting.isEmpty, clock.now >= nextLook { look() }
    return waiting.isEmpty ? nil : waiting.removeFirst()
  }

  /// The file system's own time, which on a network is not this machine's.
  private static func time(in folder: String) -> Double {
    let now = Date().timeIntervalSince1970
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard directory >= 0 else { return now }
    defer { close(directory) }
    let name = ".clock-\(getpid())"
    let probe = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard probe >= 0 else { return now }
    defer {
      close(probe)
      unlinkat(directory, name, 0)
    }
    var status = stat()
    return fstat(probe, &status) == 0 ? status.modificationTime : now
  }

  private func look() {
    let begin = clock.now
    nextLook = begin + Self.interval
    let directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard directory >= 0, let stream = fdopendir(directory) else { return }
    defer { closedir(stream) }
    while clock.now - begin < Self.budget {
      let names = nextNames(stream)
      for name in names { receive(name, in: directory) }
      if names.count < Self.namesAtOnce { break }
    }
    tellRemoved()
  }

  /// The next names in the order they were sent, which they begin with.
  private func nextNames(_ stream: OpaquePointer) -> [String] {
    var names: [String] = []
    while names.count < Self.namesAtOnce, let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != "..", !stuck.contains(name) { names.append(name) }
    }
    return names.sorted()
  }

  private func receive(_ name: String, in directory: Int32) {
    let request = Result { () throws(RequestFileError) in
      try RequestFile.read(name, in: directory, since: start, of: owners)
    }
    // Before it is obeyed, so that nothing is obeyed twice.
    let isRemoved = unlinkat(directory, name, 0) == 0 || unlinkat(directory, name, AT_REMOVEDIR) == 0
    if !isRemoved { stuck.insert(name) }
    switch request {
    case .success(let asked) where isRemoved: waiting.append(asked)
    case .success: noteRemoved("\(name.debugDescription) cannot be removed")
    case .failure(let error): noteRemoved("\(name.prefix(64).debugDescription): \(error)")
    }
  }

  private func noteRemoved(_ reason: String) {
    untold = ((untold?.count ?? 0) + 1, untold?.first ?? reason)
  }

  private func tellRemoved() {
    guard let (count, first) = untold, clock.now >= nextTelling else { return }
    nextTelling = clock.now + Self.tellInterval
    untold = nil
    tell(
      count == 1
        ? "requests/: a file that is not obeyed: \(first)"
        : "requests/: \(count) files that are not obeyed, the first of them \(first)")
  }
}
