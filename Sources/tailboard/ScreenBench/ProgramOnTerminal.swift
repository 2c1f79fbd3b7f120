import Foundation

/// A program on a terminal of its own with nobody at it: keys are struck, and what is drawn is counted.
final class ProgramOnTerminal {
  /// Something drawn without a pause inside.
  struct Burst {
    let bytes: Int
    /// When its first and last byte came.
    let start, end: ContinuousClock.Instant
  }

  /// Why a program cannot be measured.
  enum Failure: Error, CustomStringConvertible {
    case noTerminal(String)
    case cannotStart(String, reason: String)
    case ended(String, output: String)
    case silent(String, seconds: Double)

    var description: String {
      switch self {
      case .noTerminal(let reason): "no pseudo-terminal can be had: \(reason)"
      case .cannotStart(let program, let reason): "\(program) cannot be started: \(reason)"
      case .ended(let program, let output): "\(program) ended before it was measured; it said: \(output)"
      case .silent(let program, let seconds): "\(program) drew nothing within \(seconds) s"
      }
    }
  }

  let name: String
  let started: ContinuousClock.Instant
  private let process: pid_t
  private let terminal: Int32
  private var isRunning = true
  /// The last of what was drawn, for whoever looks for words in it.
  private(set) var tail: [UInt8] = []
  private(set) var byteCount = 0

  /// Starts a program with its standard input, output and error on a terminal of that size.
  init(_ arguments: [String], columns: Int, rows: Int, environment: [String: String]) throws {
    name = arguments.first ?? ""
    var (user, program): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&user, &program, nil, nil, &size) == 0, let path = ttyname(program) else {
      throw Failure.noTerminal(String(cString: strerror(errno)))
    }
    defer { close(program) }
    for end in [user, program] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    terminal = user
    started = .now
    process = try Self.spawn(arguments, on: String(cString: path), environment)
  }

  deinit { end() }

  /// POSIX_SPAWN_SETSID of <spawn.h>, which Glibc's module leaves out.
  private static let setSession: Int16 = 0x80

  /// In a session of its own: the terminal it opens first becomes its own.
  private static func spawn(
    _ arguments: [String], on terminal: String, _ environment: [String: String]
  ) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&files)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, terminal, O_RDWR, 0)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_adddup2(&files, STDIN_FILENO, descriptor)
    }
    posix_spawnattr_setflags(&attributes, setSession)
    var words = arguments.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var child = pid_t()
    let result = posix_spawnp(&child, arguments[0], &files, &attributes, &words, &variables)
    guard result == 0 else {
      throw Failure.cannotStart(arguments[0], reason: String(cString: strerror(result)))
    }
    return child
  }

  /// Strikes keys as bytes.
  func strike(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }

  /// What is drawn next: from its first byte to a pause; nil where nothing comes within the time.
  func nextBurst(within patience: Duration, pause: Duration = .milliseconds(10)) throws -> Burst? {
    guard try receive(within: patience) > 0 else { return nil }
    let start = ContinuousClock.now
    var (end, before) = (start, byteCount)
    var bytes = lastCount
    while try receive(within: pause) > 0 {
      end = .now
      bytes += byteCount - before
      before = byteCount
    }
    return Burst(bytes: bytes, start: start, end: end)
  }

  /// Draws everything in for so long.
  /// - Returns: the bursts that came.
  func watch(for time: Duration) throws -> [Burst] {
    let end = ContinuousClock.now + time
    var bursts: [Burst] = []
    while case let left = end - .now, left > .zero {
      if let burst = try nextBurst(within: left) { bursts.append(burst) }
    }
    return bursts
  }

  /// Waits until a word has been drawn in one piece.
  func wait(for word: String, within patience: Duration) throws -> ContinuousClock.Instant {
    let deadline = ContinuousClock.now + patience
    let wanted = Data(word.utf8)
    while ContinuousClock.now < deadline {
      _ = try receive(within: .milliseconds(50))
      if Data(tail).range(of: wanted) != nil { return .now }
    }
    throw Failure.silent("\(name) (“\(word)”)", seconds: patience / .seconds(1))
  }

  private var lastCount = 0

  private func receive(within patience: Duration) throws -> Int {
    var state = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    let milliseconds = Int32(clamping: Int64((patience / .milliseconds(1)).rounded(.up)))
    guard poll(&state, 1, milliseconds) > 0 else { return 0 }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(terminal, &chunk, chunk.count)
    guard count > 0 else {
      throw Failure.ended(name, output: String(decoding: tail.suffix(400), as: UTF8.self))
    }
    lastCount = count
    byteCount += count
    tail = (tail + chunk.prefix(count)).suffix(1 << 17)
    return count
  }

  /// Seconds of processor time so far, of all its threads.
  var processorSeconds: Double {
    let tasks = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return threads.reduce(0) { sum, thread in
      let text = try? String(contentsOfFile: "\(tasks)/\(thread)/schedstat", encoding: .utf8)
      return sum + (text?.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
    }
  }

  /// Ends the program: politely first.
  func end() {
    guard isRunning else { return }
    isRunning = false
    kill(process, SIGTERM)
    let deadline = ContinuousClock.now + .seconds(3)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      if ContinuousClock.now > deadline { kill(process, SIGKILL) }
      _ = try? receive(within: .milliseconds(20))
    }
    close(terminal)
  }
}
