import ArgumentParser
import Commands
import Events
import Foundation
import LegibleText
import RunStore
import Torch

/// Starts torchrun, which starts the ranks of a run on this machine and starts them anew when one is lost, and waits for it.
struct RankLauncher {
  /// Says to the ranks that this is their launcher.
  private static let variable = "TAILBOARD_RANK_LAUNCHER"
  /// Restarts that a run may cost its machine.
  private static let restarts = 100

  let rankCount: Int
  /// The run's; nil for a new one below `runs`.
  let folder: String?
  /// Begins the name of a new run's folder.
  let name: String

  /// Whether this process is a rank that a launcher has had started.
  static var launchedThis: Bool { ProcessInfo.processInfo.environment[variable] != nil }

  /// Trains to the end; the exit status says how that was.
  func run() throws {
    let torchrun = try Torchrun.besideLibtorch()
    let folder = try folder ?? RunFolder.reserve(in: RunOptions.parent, named: name, on: Date())
    setenv(Self.variable, "\(getpid())", 1)
    let child = try torchrun.start(
      [
        "--standalone", "--nproc-per-node", "\(rankCount)", "--max-restarts", "\(Self.restarts)",
        "--no-python", "--",
      ]
        + [CommandLine.arguments[0]] + Self.arguments(folder: self.folder == nil ? folder : nil))
    answerSignals(child, folder)
    let status = Self.wait(for: child)
    let condition = (try? RunStatus(of: RunFolder(opening: folder)))?.condition
    guard status == 0, condition != .stated(.failed) else { throw ExitCode.failure }
  }

  /// Runs this process's own command with so many ranks, once, to its end.
  static func run(rankCount: Int) throws {
    let child = try Torchrun.besideLibtorch().start(
      ["--standalone", "--nproc-per-node", "\(rankCount)", "--no-python", "--", CommandLine.arguments[0]]
        + arguments(folder: nil))
    guard wait(for: child) == 0 else { throw ExitCode.failure }
  }

  /// This process's arguments without what asks for ranks, lest the ranks ask too.
  private static func arguments(folder: String?) -> [String] {
    var rest = CommandLine.arguments.dropFirst()[...]
    var kept: [String] = []
    while let argument = rest.popFirst() {
      if argument == "--ranks" {
        _ = rest.popFirst()
      } else if !argument.hasPrefix("--ranks=") {
        kept.append(argument)
      }
    }
    return kept + (folder.map { ["--run", $0] } ?? [])
  }

  /// A stop and a checkpoint are asked for through the run's folder, so that the ranks agree; a second stop ends torchrun.
  private func answerSignals(_ child: pid_t, _ folder: String) {
    var set = sigset_t()
    sigemptyset(&set)
    let stops = [SIGTERM, SIGINT, SIGXCPU, SIGALRM]
    for number in stops + [SIGUSR1, SIGUSR2, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    Thread.detachNewThread { [blocked = set] in
      var set = blocked
      var stopCount = 0
      var number: Int32 = 0
      while sigwait(&set, &number) == 0 {
        guard number != SIGHUP else { continue }
        let isStop = stops.contains(number)
        if isStop { stopCount += 1 }
        let request = AskedRequest(isStop ? .stop : .checkpoint, by: .here(through: "signal \(number)"))
        if stopCount > 1 || (try? RunFolder(opening: folder).ask(request)) == nil { kill(child, number) }
      }
    }
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) != child {
      guard errno == EINTR else { return 1 }
    }
    return status
  }
}

/// torch's launcher of processes, with the Python that it runs in.
private struct Torchrun {
  let python: String
  let packages: String

  /// The one of the libtorch that this process is linked with.
  static func besideLibtorch() throws(TorchrunError) -> Torchrun {
    let torch = URL(fileURLWithPath: TorchRuntime.libraryFolder).deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: torch.path + "/distributed/run.py") else {
      throw .missing(torch: torch.path)
    }
    let packages = torch.deletingLastPathComponent()
    var folder = packages
    for _ in 0..<4 {
      let python = folder.path + "/bin/python3"
      if FileManager.default.isExecutableFile(atPath: python) {
        return Torchrun(python: python, packages: packages.path)
      }
      folder.deleteLastPathComponent()
    }
    let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let python = paths.map { $0 + "/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let python else { throw .noPython(torch: torch.path) }
    return Torchrun(python: python, packages: packages.path)
  }

  /// Starts it in a group of its own, so that a terminal's Ctrl-C reaches its launcher alone.
  func start(_ arguments: [String]) throws(TorchrunError) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    setenv("PYTHONPATH", packages, 1)
    setenv("TORCHELASTIC_ERROR_FILE", "/dev/null", 0)
    var words = ([python, "-m", "torch.distributed.run"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, python, nil, &attributes, &words, environ)
    guard error == 0 else { throw .cannotStart(python: python, reason: String(cString: strerror(error))) }
    return child
  }
}

/// Why ranks cannot be started.
enum TorchrunError: Error, CustomStringConvertible {
  case missing(torch: String)
  case noPython(torch: String)
  case cannotStart(python: String, reason: String)

  /// One sentence with the way out.
  var description: String {
    switch self {
    case .missing(let torch):
      "no torchrun: \(torch) lacks distributed/run.py; link tailboard with the torch of a pip wheel ($LIBTORCH)"
    case .noPython(let torch):
      "no torchrun: it needs a Python, and there is none beside \(torch) nor as python3 in $PATH"
    case .cannotStart(let python, let reason): "cannot start \(python): \(reason)"
    }
  }
}
