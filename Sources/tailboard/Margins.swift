import Annotations
import ArgumentParser
import Cells
import Commands
import Foundation
import LegibleText

struct Margins: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what margin each class demands, from how often it occurs.",
    discussion: """
      Effective class margins (ECCV 2022, arXiv 2301.09724), of n positives against all others and ρ background \
      regions for each: odds α = n¬/n, margins γ⁺ of positives and γ⁻ of negatives, the demand δ = ¼ ln α on a \
      doubled logit, and m = α ln((1 + α)/α), what it costs in AP when every negative outranks every positive.

      Examples:
        tailboard margins                                   LVIS v1's 1203 classes
        tailboard margins my_train.json --counts images     counted in an LVIS or COCO file
        tailboard margins counts.tsv --sort name --all      id, name, frequency, image_count, instance_count
        tailboard margins --json > margins.json
      """)

  @Argument(
    help: """
      A table of counts between tabs, with a header, or an annotation file, which is counted (default: LVIS v1's \
      training set).
      """)
  var file: String?

  @Option(help: "What n counts.")
  var counts = MarginTable.Counting.instances

  @Option(help: "ρ: background regions for each foreground one; 6.3313 is Mask R-CNN's.")
  var backgroundToForeground = EffectiveMargins.publishedBackgroundToForeground

  @Option(help: "The order: most demanding first, most frequent first, or by name or id.")
  var sort = MarginTable.Order.delta

  @Option(help: "Classes listed from either end of the order.")
  var top = 10

  @Flag(help: "List every class.")
  var all = false

  @OptionGroup var themeOption: ThemeOption

  @Flag(help: "Print one JSON object with every class.")
  var json = false

  func validate() throws {
    guard backgroundToForeground > 0, backgroundToForeground.isFinite else {
      throw ValidationError(
        "--background-to-foreground: expected a number above 0, got \(backgroundToForeground).")
    }
    guard top >= 1 else { throw ValidationError("--top: expected a whole number from 1, got \(top).") }
  }

  func run() throws {
    let table = try table()
    guard !json else { return Output.text(table.json(by: sort)) }
    let surface = try TextSurface.standardOutput(theme: themeOption.theme ?? "default")
    let report = MarginReport(
      table, order: sort, extent: all ? .everyClass : .ends(top), theme: surface.theme)
    Output.picture(surface.text(of: report, height: report.height))
  }

  private func table() throws -> MarginTable {
    guard let file else { return .lvis(counting: counts, backgroundToForeground: backgroundToForeground) }
    return try .file(file, counting: counts, backgroundToForeground: backgroundToForeground)
  }
}

extension MarginTable.Counting: ExpressibleByArgument {}
extension MarginTable.Order: ExpressibleByArgument {}
