import ArgumentParser
import Foundation

/// The results files that `--dt` names: of each evaluation its one file, or the parts of it.
struct DetectionFiles {
  /// One or two evaluations' files.
  let evaluations: [[URL]]

  /// - Parameters:
  ///   - names: files, or folders whose JSON files are parts of one.
  ///   - areParts: whether all together are parts of one.
  init(_ names: [String], areParts: Bool) throws {
    let files = try names.map(Self.files)
    evaluations = areParts ? [Array(files.joined())] : files
    guard evaluations.count <= 2 else {
      throw ValidationError(
        "--dt: expected one file, or two to compare, got \(evaluations.count). Are they parts of one? Then add --merge."
      )
    }
  }

  private static func files(_ name: String) throws -> [URL] {
    let url = URL(fileURLWithPath: name)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
      return [url]
    }
    let files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension.lowercased() == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else {
      throw ValidationError("--dt \(name): a folder without .json files; expected the parts of the results.")
    }
    return files
  }
}
