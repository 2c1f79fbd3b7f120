import CLogBytes
import Foundation

/// The files of finished scenes with their checksums: what tells a whole set from one that was damaged since.
struct Inventory: Equatable {
  static let fileName = "inventory.txt"

  /// One line a file: CRC-32, bytes, name; in the order of the names.
  let text: String

  /// Of the files that are in a folder and the folders in it.
  init(of folder: URL) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let lines = try names.compactMap { name -> String? in
      let file = folder.appendingPathComponent(name)
      guard name != Self.fileName, !file.isFolder else { return nil }
      let bytes = try Data(contentsOf: file)
      let checksum = bytes.withUnsafeBytes { tb_log_crc32(0, $0.baseAddress, $0.count) }
      return String(format: "%08x %d ", checksum, bytes.count) + name
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Whether a folder has the files that were written there, every byte of them.
  static func isWhole(_ folder: URL) -> Bool {
    let file = folder.appendingPathComponent(fileName)
    guard let written = try? String(contentsOf: file, encoding: .utf8) else { return false }
    return (try? Inventory(of: folder).text) == written
  }
}

extension URL {
  fileprivate var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
