import Foundation

/// A folder that lives as long as a test.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Path of a file in the folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }
}
