import Foundation

/// The names in a folder, where looking and not being let to look are told apart.
enum FolderNames {
  /// Every name but "." and ".."; none where there is no such folder.
  static func of(_ path: String) throws(RunStoreError) -> [String] {
    guard let stream = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .cannot("list", path, reason: .current)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .cannot("list", path, reason: .current) }
    return names
  }
}
