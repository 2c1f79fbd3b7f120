import Foundation

/// The folders of a tree.
enum FolderTree {
  private static let deepest = 32
  private static let limit = 20_000

  /// The folders these paths are, are in, or have below them.
  static func folders(below paths: [String]) -> [String] {
    var folders: [String] = []
    for path in paths {
      var status = stat()
      let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      // The parent too: a folder that vanishes comes back there.
      folders.append(Path.parent(of: path))
      if isFolder { walk(path, depth: 0, into: &folders) }
    }
    return folders
  }

  private static func walk(_ folder: String, depth: Int, into folders: inout [String]) {
    guard depth < deepest, folders.count < limit, let directory = opendir(folder) else { return }
    folders.append(folder)
    var below: [String] = []
    while let entry = readdir(directory) {
      guard Int(entry.pointee.d_type) == DT_DIR else { continue }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { below.append(folder == "/" ? "/" + name : folder + "/" + name) }
    }
    closedir(directory)
    for path in below { walk(path, depth: depth + 1, into: &folders) }
  }
}
