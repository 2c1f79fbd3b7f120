import ArgumentParser
import Commands
import Foundation
import LegibleText

/// The viewer and front door: starts in milliseconds, and becomes the trainer where training is asked for.
@main struct Tailboard: ParsableCommand {
  static func main() { runToTheEnd() }

  static let configuration = CommandConfiguration(
    commandName: "tailboard",
    abstract: "Train long-tail object detectors and watch why they rank as they do, in a terminal.",
    discussion: """
      Examples:
        tailboard demo                      train on generated scenes, on screen
        tailboard recipe lvis-ecm-r50-1x    print a recipe, every setting explained
        tailboard train my-recipe.toml      train it
        tailboard train --resume runs/my    go on with it
        tailboard compare                   train several losses, print the table
        tailboard show runs/my              look at it and steer it, from any terminal
        tailboard runs                      list runs, those at work first
        tailboard pause runs/my --wait      pause it; also resume, checkpoint, evaluate, stop, status
        tailboard watch work_dirs/          watch every run below a folder, whatever trainer writes it
        tailboard inspect work_dirs/        say what is in the logs of other trainers
        tailboard evaluate runs/my          evaluate its last checkpoint, or anyone's weights
        tailboard predict runs/my a.jpg --out found
                                            draw what it finds in pictures
        tailboard export runs/my --to mmdetection
                                            write its weights by another library's names
        tailboard eval --gt val.json --dt results.json
                                            evaluate the results of any trainer
        tailboard check train.json          say what is in a data set, and what is wrong with it
        tailboard margins                   what margin each class of LVIS demands
        tailboard snapshot runs/my --pane ap > ap.svg
                                            a picture, or --format csv, without a terminal
      """,
    version: "0.1.0",
    subcommands: [
      Demo.self, Train.self, Compare.self, Show.self, Runs.self, Status.self, Pause.self, Resume.self,
      Checkpoint.self, Evaluate.self, Predict.self, Export.self, Stop.self, Watch.self, RecipeCommand.self,
      Eval.self, Margins.self,
      Inspect.self, Tail.self, Bench.self,
      Check.self, Snapshot.self, ThemeCommand.self, Help.self,
    ])

  /// Without a command: in a terminal what there is to do and to look at here, elsewhere what --help says.
  func run() throws {
    Output.text(isatty(STDOUT_FILENO) == 1 ? Welcome().text : Self.helpMessage())
  }
}
