import Foundation

/// Where the last weights go that a run's own folder does not take: a new folder of this process's own.
public struct FallbackShelf: Sendable {
  private let parent: String
  private let run: RunFolder

  /// A place for a run's weights below a folder; an empty path is the system's temporary folder.
  public init(below parent: String, of run: RunFolder) {
    self.parent = parent.isEmpty ? FileManager.default.temporaryDirectory.path : parent
    self.run = run
  }

  /// Keeps what `write` writes to the path it is given, under the name that the run's own folder knows it by.
  /// - Returns: the file's path and size.
  public func publish(step: Int, _ write: (String) throws -> Void) throws -> (path: String, bytes: Int) {
    var template = Array("\(parent)/tailboard-\(run.name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw RunStoreError.cannot("make a folder in", parent, reason: .current)
    }
    let folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    do {
      let (checkpoint, bytes) = try CheckpointShelf(folder, keeping: 1).publish(step: step, write)
      return (checkpoint.path, bytes)
    } catch {
      rmdir(folder)
      throw error
    }
  }
}
