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
    // Ranks have no terminal: where there is a screen, it follows the run's folder.
    let isWatched =
      options.rankCount > 1 && !options.detach && !options.headless && isatty(STDOUT_FILENO) == 1
    guard options.detach || isWatched else { try Trainer.train(onScreen: !options.headless) }
    let given = resumed ?? options.folder
    let folder = try given ?? RunFolder.reserve(in: RunOptions.parent, named: name, on: Date())
    try detach(into: folder, adding: given == nil ? ["--run", folder] : [], ranks: options.rankCount)
    if isWatched { try Show.parse([folder, "--theme", options.theme]).run() }
  }

  /// Starts a trainer of a folder in the background and says how to come back.
  static func detach(into folder: String, adding extra: [String] = [], ranks: Int = 1) throws {
    try RunFolder.makeFolder(ofRuns: folder)
    if let holder = RunHolding.of(folder: folder).holder {
      throw RunStoreError.inUse(folder: folder, holder: holder)
    }
    let process = try Trainer.detach(adding: extra, folder: folder, output: RunFolder.outputName) {
      // With ranks the process is their launcher's; the first of them holds the run.
      RunHolding.of(folder: folder).holder.map { [pid = $0] in ranks > 1 || $0.pid == pid } ?? false
    }
    Output.text("\(folder) trains in the background, process \(process): tailboard show \(folder)")
  }
}
