import Foundation

/// The demo's generated data: two splits of scenes as JPEG files, each with an LVIS v1 annotation file.
public struct SceneSet: Sendable, Equatable {
  /// Raised whenever the same seed and recipe give other files than before.
  public static let formatVersion = 1

  /// The folder of everything below.
  public let folder: URL
  /// The annotations to train on.
  public var trainAnnotations: URL { annotations(of: .train) }
  /// The images to train on.
  public var trainImages: URL { images(of: .train) }
  /// The annotations to evaluate on.
  public var validationAnnotations: URL { annotations(of: .validation) }
  /// The images to evaluate on.
  public var validationImages: URL { images(of: .validation) }

  /// Where scenes are kept for every run of this user: $XDG_CACHE_HOME/tailboard, or ~/.cache/tailboard.
  public static func cacheFolder(environment: [String: String]) -> URL {
    let cache =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
      ?? URL(fileURLWithPath: environment["HOME"] ?? NSHomeDirectory()).appendingPathComponent(".cache")
    return cache.appendingPathComponent("tailboard")
  }

  /// The scenes of a recipe and seed below `folder`: those written before, or else new ones.
  ///
  /// They are written to a folder beside and renamed when whole: a killed run leaves nothing that would be taken for
  /// finished, and the next one clears it away. Runs that need the same scenes wait for one another.
  /// - Parameter progress: told the finished part, 0 to 1, on any thread; not called for scenes written before.
  public static func prepare(
    _ recipe: SceneRecipe, seed: UInt64, in folder: URL, progress: @Sendable (Double) -> Void
  ) throws(SceneError) -> SceneSet {
    let scenes = SceneSet(recipe, seed: seed, in: folder)
    if scenes.isComplete { return scenes }
    try onDisk(folder) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let lock = try FolderLock(folder)
    defer { lock.release() }
    if scenes.isComplete { return scenes }
    try scenes.write(recipe, seed: seed, progress: progress)
    return scenes
  }

  init(_ recipe: SceneRecipe, seed: UInt64, in folder: URL) {
    let size = "\(recipe.side)px-\(recipe.trainImages)+\(recipe.validationImages)"
    let name = "scenes-v\(Self.formatVersion)-\(size)-seed\(seed)"
    self.folder = folder.appendingPathComponent(name)
  }

  init(folder: URL) { self.folder = folder }

  /// The inventory is written last, and the folder gets its name only then. What was damaged since is drawn anew.
  var isComplete: Bool { Inventory.isWhole(folder) }

  func annotations(of split: Split) -> URL { folder.appendingPathComponent("\(split.rawValue).json") }

  func images(of split: Split) -> URL { folder.appendingPathComponent(split.rawValue) }
}
