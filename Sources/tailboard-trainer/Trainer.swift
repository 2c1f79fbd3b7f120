import ArgumentParser
import Commands

/// The trainer and its dashboard in one process; `tailboard` becomes it where training is asked for.
@main struct TrainerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tailboard", subcommands: [])
}
