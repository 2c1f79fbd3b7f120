import Commands
import Events
import Foundation
import LegibleText
import RunStore

/// How a command that trains begins: on the screen, in lines, or in the background.
enum TrainingStart {
  /// Becomes the trainer of a run, or starts it in the background; returns only then.
  /// - Parameter name: begins the name of a new run's folder.
  static func run(_ options: RunOptions, named name: String, resuming resumed: String?) throws {
    guard options.detach else { try Trainer.train(onScreen: !options.headless) }
    let given = resumed ?? options.folder
    let folder = try given ?? RunFolder.reserve(in: RunOptions.parent, named: name, on: Date())
    try detach(into: folder, adding: given == nil ? ["--run", folder] : [])
  }

  /// Starts a trainer of a folder in the background and says how to come back.
  static func detach(into folder: String, adding extra: [String] = []) throws {
    try RunFolder.makeFolder(ofRuns: folder)
    if let holder = RunHolding.of(folder: folder).holder {
      throw RunStoreError.inUse(folder: folder, holder: holder)
    }
    let process = try Trainer.detach(adding: extra, folder: folder, output: RunFolder.outputName) {
      RunHolding.of(folder: folder).holder?.pid == $0
    }
    Output.text("\(folder) trains in the background, process \(process): tailboard show \(folder)")
  }
}
