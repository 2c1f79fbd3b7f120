import ArgumentParser
import Events

struct Pause: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pause a run after its present step, from any terminal.",
    discussion: """
      Example:
        tailboard pause runs/my-run --wait
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.pause) }
}

struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Go on with a run that is paused.",
    discussion: """
      Example:
        tailboard resume runs/my-run
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.resume) }
}

struct Checkpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Have a run write a checkpoint after its present step.",
    discussion: """
      Example:
        tailboard checkpoint runs/my-run --wait && cp runs/my-run/checkpoints/*.pt /backup
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.checkpoint) }
}

struct Stop: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop a run: it finishes the step, saves a checkpoint and ends.",
    discussion: """
      Example:
        tailboard stop runs/my-run --wait
      """)
  @OptionGroup var options: RequestOptions
  func run() throws { try options.ask(.stop) }
}
