import Foundation

/// The folder of a run: `recipe.toml`, `events.jsonl` and `checkpoints/`.
public struct RunFolder: Sendable, Equatable {
  /// Path of the folder.
  public let path: String

  /// The recipe as it was run.
  public var recipe: String { path + "/recipe.toml" }
  /// The events, one JSON object a line.
  public var events: String { path + "/events.jsonl" }
  /// Where the checkpoints are.
  public var checkpoints: String { path + "/checkpoints" }
  /// The run's name: the folder's own.
  public var name: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }

  /// The folder of a run that exists.
  public init(opening path: String) throws(RunStoreError) {
    self.path = path
    for file in [recipe, events] where !FileManager.default.fileExists(atPath: file) {
      throw .notARun(folder: path, missing: URL(fileURLWithPath: file).lastPathComponent)
    }
  }

  /// Makes the folder of a new run at this path, which must be free or an empty folder, and writes its recipe.
  public init(creating path: String, recipe text: String) throws(RunStoreError) {
    self.path = path
    let content = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard content.isEmpty else { throw .notEmpty(folder: path) }
    try RunFolder.attempt("make", checkpoints) {
      try FileManager.default.createDirectory(atPath: checkpoints, withIntermediateDirectories: true)
    }
    try RunFolder.attempt("write", recipe) {
      try Data(text.utf8).write(to: URL(fileURLWithPath: recipe), options: .atomic)
    }
  }

  /// Makes the folder `<parent>/<recipe>-<day>-<n>` of a new run, with the first n that is free.
  public init(in parent: String, named name: String, on date: Date, recipe text: String) throws(RunStoreError)
  {
    try RunFolder.attempt("make", parent) {
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    }
    let stem = "\(parent)/\(name)-\(RunFolder.day(of: date))"
    var number = 1
    while mkdir("\(stem)-\(number)", 0o777) != 0 {
      guard errno == EEXIST else { throw .cannot("make", "\(stem)-\(number)", reason: .current) }
      number += 1
    }
    try self.init(creating: "\(stem)-\(number)", recipe: text)
  }

  private static func day(of date: Date) -> String {
    let day = Calendar.current.dateComponents([.year, .month, .day], from: date)
    return String(format: "%04d-%02d-%02d", day.year ?? 0, day.month ?? 0, day.day ?? 0)
  }

  private static func attempt(
    _ verb: String, _ path: String, _ action: () throws -> Void
  ) throws(RunStoreError) {
    do { try action() } catch {
      throw .cannot(verb, path, reason: SystemReason((error as NSError).localizedDescription))
    }
  }
}
