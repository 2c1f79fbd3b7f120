import Commands
import Console
import Foundation
import RunStore

/// Leaves the terminal for good while training goes on: a session of its own, output into the folder, and the process
/// the shell waits for told that it may end.
struct Background: BackgroundMove {
  let folder: String

  var isPossible: Bool { Trainer.isAccompanied && getpid() != getpgrp() }

  var farewell: [String] {
    [
      "training goes on in the background, process \(getpid())",
      "tailboard show \(folder) shows it again, tailboard stop \(folder) ends it",
    ]
  }

  func move() throws {
    try OutputFile.redirect(to: "\(folder)/\(RunFolder.outputName)")
    guard setsid() >= 0 else { throw TrainerError.noSession(reason: String(cString: strerror(errno))) }
    Trainer.dismissCompany()
  }
}
