import Foundation

/// A trainer with a screen has the front door wait beside it: the shell waits for that one, so that the trainer can
/// leave the terminal for good while it trains.
extension Trainer {
  private static let companyVariable = "TAILBOARD_FRONT_DOOR"

  /// Becomes the trainer, or waits beside it where there is a screen to leave; returns only by throwing.
  public static func train(onScreen: Bool) throws -> Never {
    guard onScreen, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { try become() }
    setenv(companyVariable, "\(getpid())", 1)
    let child = try start(arguments: Array(CommandLine.arguments.dropFirst()), output: nil)
    forwardSignals(to: child)
    wait(for: child)
  }

  /// Whether the front door waits beside this process.
  public static var isAccompanied: Bool {
    ProcessInfo.processInfo.environment[companyVariable] == "\(getppid())"
  }

  /// Lets the front door end, and the shell go on.
  public static func dismissCompany() { kill(getppid(), SIGUSR1) }

  // MARK: - The front door's side

  /// POSIX_SPAWN_SETSID of glibc's spawn.h, which Swift does not see.
  private static let spawnInNewSession: Int16 = 0x80
  private static let forwarded = [SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU]

  /// What comes to this process alone is the trainer's; what the terminal sends has reached it already.
  private static func forwardSignals(to child: pid_t) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in forwarded + [SIGINT, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    Thread.detachNewThread { [blocked = set] in
      var set = blocked
      var sender = siginfo_t()
      while true {
        let number = sigwaitinfo(&set, &sender)
        guard number > 0 else { continue }
        if number == SIGUSR1, sender.si_code == SI_USER, sender._sifields._kill.si_pid == child { _exit(0) }
        if forwarded.contains(number) { kill(child, number) }
      }
    }
  }

  /// Ends as the child ends, and stops when it stops, so that the shell sees one job.
  private static func wait(for child: pid_t) -> Never {
    var status: Int32 = 0
    while true {
      guard waitpid(child, &status, WUNTRACED) == child else {
        if errno == EINTR { continue }
        _exit(1)
      }
      let signal = status & 0x7F
      if signal == 0 { _exit(status >> 8 & 0xFF) }
      if signal != 0x7F { _exit(128 + signal) }
      kill(getpid(), SIGSTOP)
      // Whoever let this process go on meant the trainer too.
      kill(child, SIGCONT)
    }
  }

  /// Starts the trainer beside this process, in its session and group; with an output, in a session of its own.
  static func start(arguments: [String], output: String?) throws(TrainerError) -> pid_t {
    let path = try path()
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if let output {
      posix_spawnattr_setflags(&attributes, spawnInNewSession)
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, output, OutputFile.flags, OutputFile.mode)
      posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, path, &actions, &attributes, &words, environ)
    guard error == 0 else { throw .cannotStart(path: path, reason: String(cString: strerror(error))) }
    return child
  }
}
