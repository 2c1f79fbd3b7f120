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
  /// Where requests to the trainer are put.
  public var requests: String { path + "/requests" }
  /// What a trainer without a terminal prints.
  public static let outputName = "output.log"
  /// The run's name: the folder's own.
  public var name: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }

  /// The folder of a run that exists.
  public init(opening path: String) throws(RunStoreError) {
    self.path = path
    for file in [recipe, events] where !FileManager.default.fileExists(atPath: file) {
      throw .notARun(folder: path, missing: URL(fileURLWithPath: file).lastPathComponent)
    }
  }

  /// The folder of a run to go on with, whose events somebody may have deleted: they begin anew.
  public init(resuming path: String) throws(RunStoreError) {
    guard RunFolder.isRun(path) else { throw .notARun(folder: path, missing: "recipe.toml") }
    self.path = path
  }

  /// Makes the folder of a new run at this path, which must be free, an empty folder, or what a start that was killed
  /// left. It is a run once its recipe is there, which comes last.
  public init(creating path: String, recipe text: String) throws(RunStoreError) {
    self.path = path
    try RunFolder.checkFree(path)
    for folder in [path, checkpoints, requests] { try RunFolder.makePrivate(folder) }
    let partial = "\(path)/\(RunFolder.partialRecipe)\(getpid())"
    unlink(partial)
    try PrivateFile.write([], to: events, orFind: .existing)
    try PrivateFile.write(Array(text.utf8), to: partial, orFind: .nothing)
    guard rename(partial, recipe) == 0 else { throw .cannot("write", recipe, reason: .current) }
  }

  /// Throws where there is something at a path that a new run would mix with or replace.
  public static func checkFree(_ path: String) throws(RunStoreError) {
    guard !isRun(path) else { throw .isARun(folder: path) }
    for name in try FolderNames.of(path) where !isLeftover(name, in: path) { throw .notEmpty(folder: path) }
  }

  /// Whether there is a run at a path.
  public static func isRun(_ path: String) -> Bool { access("\(path)/recipe.toml", F_OK) == 0 }

  private static let partialRecipe = ".recipe-"

  /// Whether a name in the folder of a run that begins is what a start before it left, or the output of this one.
  private static func isLeftover(_ name: String, in path: String) -> Bool {
    var status = stat()
    switch name {
    case TrainerRecord.fileName, outputName, "requests": return true
    case "events.jsonl": return lstat("\(path)/\(name)", &status) == 0 && status.st_size == 0
    case "checkpoints": return (try? FolderNames.of("\(path)/\(name)").isEmpty) ?? false
    default: return name.hasPrefix(partialRecipe)
    }
  }

  /// Makes a folder that runs are kept in, where it is not there.
  public static func makeFolder(ofRuns path: String) throws(RunStoreError) { try makePrivate(path) }

  /// Makes a folder that only its owner may look into, whatever the umask; one that is there stays as it is.
  static func makePrivate(_ path: String) throws(RunStoreError) {
    try attempt("make", path) {
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .cannot("make", path, reason: .current) }
  }

  /// Makes the folder `<parent>/<recipe>-<day>-<n>` of a new run, with the first n that is free.
  public init(in parent: String, named name: String, on date: Date, recipe text: String) throws(RunStoreError)
  {
    try self.init(creating: RunFolder.reserve(in: parent, named: name, on: date), recipe: text)
  }

  /// Makes an empty folder `<parent>/<recipe>-<day>-<n>` for a run, with the first n that is free; returns its path.
  public static func reserve(
    in parent: String, named name: String, on date: Date
  ) throws(RunStoreError) -> String {
    try makePrivate(parent)
    let stem = "\(parent)/\(name)-\(day(of: date))"
    var number = 1
    while mkdir("\(stem)-\(number)", 0o700) != 0 {
      guard errno == EEXIST else { throw .cannot("make", "\(stem)-\(number)", reason: .current) }
      number += 1
    }
    return "\(stem)-\(number)"
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

extension RunFolder {
  /// Folders inside one another that are looked through for runs.
  private static let deepest = 4
  /// Runs that are listed; a file system may hold anything.
  private static let most = 10_000

  /// The runs below a folder, or the folder itself where it is one; links are not followed.
  public static func all(below path: String) -> [RunFolder] {
    var runs: [RunFolder] = []
    collect(below: path, depth: 0, into: &runs)
    return runs
  }

  private static func collect(below path: String, depth: Int, into runs: inout [RunFolder]) {
    if let run = try? RunFolder(opening: path) { return runs.append(run) }
    guard depth < deepest, runs.count < most else { return }
    for name in ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() {
      let child = path == "." ? name : "\(path)/\(name)"
      var status = stat()
      if !name.hasPrefix("."), lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        collect(below: child, depth: depth + 1, into: &runs)
      }
    }
  }
}
