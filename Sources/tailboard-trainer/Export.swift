import ArgumentParser
import Commands
import Foundation
import LegibleText
import Recipes
import Training

struct Export: ParsableCommand {
  @OptionGroup var options: ExportOptions

  func run() throws {
    let output = options.output ?? defaultOutput
    guard !FileManager.default.fileExists(atPath: output) else {
      throw ValidationError("\(output) is there already: remove it, or name another file with --out.")
    }
    let export = try WeightExport(of: options.weights, to: options.library)
    try export.write(to: output, as: options.format)
    Output.line("\(output): \(export.count) tensors of \(export.path) by \(options.library.rawValue)'s names")
    for remark in export.remarks { Output.note(remark) }
  }

  private var defaultOutput: String {
    let name = URL(fileURLWithPath: options.weights).deletingPathExtension().lastPathComponent
    return "\(name)-\(options.library.rawValue).\(options.format.rawValue)"
  }
}
