import Foundation

/// The file that a process without a terminal prints into.
public enum OutputFile {
  /// How it is opened: appended to, for its owner alone; a link is not followed.
  static let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW
  static let mode: mode_t = 0o600

  /// Leads standard output and error of this process into a file, and standard input to nothing.
  public static func redirect(to path: String) throws(TrainerError) {
    let nothing = open("/dev/null", O_RDONLY)
    let file = open(path, flags, mode)
    guard nothing >= 0, file >= 0 else {
      throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
    dup2(nothing, STDIN_FILENO)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] { dup2(file, descriptor) }
    for descriptor in [nothing, file] { close(descriptor) }
  }
}
