import Annotations
import Commands
import ArgumentParser
import Foundation
import JSON
import LegibleText

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is in a data set, what is wrong with it, and whether it can be trained on.",
    discussion: """
      Everything that training would skip, take otherwise than written or guess at, with counts and three \
      examples each; pictures that cannot be used, all of them; and what a recipe should set. The exit status is \
      0 where training would work.

      Examples:
        tailboard check train.json
        tailboard check train.json --images images --against val.json
        tailboard check train.json --images images --json | jq .pictures.unusable
      """)

  @Argument(help: ArgumentHelp("The annotations: LVIS or COCO JSON.", valueName: "annotations"))
  var annotations: String

  @Option(help: ArgumentHelp("Look at the pictures below this folder too.", valueName: "folder"))
  var images: String?

  @Option(help: ArgumentHelp("Hold the classes against those of this file.", valueName: "annotations"))
  var against: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let line = ProgressLine()
    let check = try DataCheck(
      annotations: URL(fileURLWithPath: annotations), images: images.map { URL(fileURLWithPath: $0) },
      against: against.map { URL(fileURLWithPath: $0) }
    ) { line.update($0, $1) }
    if json {
      var writer = JSONWriter()
      writer.value(check)
      Output.text(writer.text)
    } else {
      Output.lines(check.page)
    }
    if !check.isTrainable { throw ExitCode(1) }
  }
}
