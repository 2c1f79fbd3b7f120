import ArgumentParser
import Foundation
import RunStore

/// Which run a command means.
enum RunChoice {
  /// Where runs are looked for that nobody names.
  static let usualFolders = ["runs", "."]

  /// The run of a path; below a folder of runs, or without a path, the one that is live, the newest of several.
  static func folder(_ path: String?) throws -> RunFolder {
    if let path, isRun(path) || !isFolder(path) { return try RunFolder(opening: path) }
    let runs = path.map { RunFolder.all(below: $0) } ?? usual
    let live = runs.compactMap { try? RunStatus(of: $0) }.filter(\.condition.isLive)
    let newest = live.max { ($0.lastNews ?? 0) < ($1.lastNews ?? 0) }
    if let newest { return newest.folder }
    throw RunChoiceError.noLiveRun(below: path ?? "runs", count: runs.count)
  }

  /// Runs in the usual places.
  static var usual: [RunFolder] {
    usualFolders.lazy.map { RunFolder.all(below: $0) }.first { !$0.isEmpty } ?? []
  }

  private static func isRun(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/recipe.toml")
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}

/// Why no run is meant.
enum RunChoiceError: Error, CustomStringConvertible {
  case noLiveRun(below: String, count: Int)

  var description: String {
    switch self {
    case .noLiveRun(let folder, 0):
      "no run below \(folder). Name a run's folder, or start one: tailboard train RECIPE"
    case .noLiveRun(let folder, let count):
      "none of the \(count) runs below \(folder) has a live trainer. Name one; tailboard runs lists them."
    }
  }
}
