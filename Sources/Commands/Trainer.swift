import ArgumentParser
import Foundation

/// The second executable, which trains: commands that do not train never load libtorch.
public enum Trainer {
  static let name = "tailboard-trainer"

  /// Replaces this process by the trainer with the same arguments; returns only by throwing.
  public static func become() throws -> Never {
    let path = try self.path()
    var arguments = ([path] + CommandLine.arguments.dropFirst()).map { strdup($0) }
    arguments.append(nil)
    execv(path, &arguments)
    throw TrainerError.cannotStart(path: path, reason: String(cString: strerror(errno)))
  }

  /// What this process creates is for its owner alone, whatever the umask.
  public static func keepFilesPrivate() { umask(0o077) }

  /// Where the trainer is.
  static func path() throws(TrainerError) -> String {
    let own =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    let path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: path) else { throw .missing(path: path) }
    return path
  }
}

/// Why the trainer does not run.
public enum TrainerError: Error, CustomStringConvertible {
  /// It was not built, because libtorch was not there.
  case missing(path: String)
  /// It cannot print where it is to print.
  case cannotWrite(path: String, reason: String)
  /// It cannot leave its terminal's session.
  case noSession(reason: String)
  /// It was started in the background and ended before it trained.
  case ended(status: Int32, output: String)
  /// The system refused to start it.
  case cannotStart(path: String, reason: String)

  /// One sentence with the way out.
  public var description: String {
    switch self {
    case .missing(let path):
      "no trainer at \(path): it is built where libtorch is; run .ci/setup (or pip install torch==2.13.0), then swift build -c release"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .noSession(let reason): "the terminal cannot be left: \(reason)"
    case .ended(let status, let output):
      "the trainer ended with status \(status) before it trained; it said:\n\(output)"
    case .cannotStart(let path, let reason):
      "cannot start \(path): \(reason)"
    }
  }
}
