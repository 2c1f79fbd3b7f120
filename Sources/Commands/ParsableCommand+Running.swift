import ArgumentParser
import Glibc
import LegibleText

extension ParsableCommand {
  /// Runs the command that the process was started with and ends the process: status 0, or the error's, which is told on
  /// standard error. Whatever a file brought into its words is legible there.
  public static func runToTheEnd() -> Never {
    do {
      var command = try parseAsRoot()
      try command.run()
      Glibc.exit(EXIT_SUCCESS)
    } catch {
      let status = exitCode(for: error)
      let message = fullMessage(for: error)
      if !message.isEmpty { status.isSuccess ? Output.text(message) : Output.complain(lines: message) }
      Glibc.exit(status.rawValue)
    }
  }
}
