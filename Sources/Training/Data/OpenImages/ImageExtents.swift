import Annotations
import Foundation
import Images
import Synchronization

/// The extents of the images in a folder, kept in a file of the user's cache so that millions of files are opened once.
struct ImageExtents {
  private let folder: URL
  private let cacheFile: URL
  private var known: [String: ImageExtent]

  /// What is known of a folder's images already.
  ///
  /// - Parameter cache: where tailboard keeps what it can make anew.
  init(of folder: URL, cache: URL) {
    self.folder = folder
    let path = folder.standardizedFileURL.path
    let number = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    cacheFile = cache.appendingPathComponent("image-sizes-\(String(number, radix: 16)).txt")
    known = Self.read(cacheFile)
  }

  /// The extent of each file, nil where it is missing or no image.
  ///
  /// - Parameter progress: told, before files are opened, how many.
  mutating func extents(ofFiles names: [String], progress: (Int) -> Void) throws -> [ImageExtent?] {
    let unknown = names.filter { known[$0] == nil }
    guard !unknown.isEmpty else { return names.map { known[$0] } }
    progress(unknown.count)
    let found = measured(unknown)
    for (name, extent) in zip(unknown, found) { known[name] = extent }
    if found.contains(where: { $0 != nil }) { try write() }
    return names.map { known[$0] }
  }

  private func measured(_ names: [String]) -> [ImageExtent?] {
    let chunkCount = min(names.count, 256)
    let extents = Mutex([ImageExtent?](repeating: nil, count: names.count))
    DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
      let range = chunk * names.count / chunkCount..<(chunk + 1) * names.count / chunkCount
      let found = range.map { Self.extent(of: folder.appendingPathComponent(names[$0])) }
      extents.withLock { $0.replaceSubrange(range, with: found) }
    }
    return extents.withLock { $0 }
  }

  private static func extent(of file: URL) -> ImageExtent? {
    guard let size = try? Picture.size(ofFile: file) else { return nil }
    return ImageExtent(width: size.width, height: size.height)
  }

  /// Lines of width, height and name; others are passed over, and their images measured anew.
  private static func read(_ file: URL) -> [String: ImageExtent] {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
    var known: [String: ImageExtent] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let width = Int(parts[0]), let height = Int(parts[1]), width > 0, height > 0
      else { continue }
      known[String(parts[2])] = ImageExtent(width: width, height: height)
    }
    return known
  }

  /// Written beside and renamed: a killed run leaves the old file.
  private func write() throws {
    try FileManager.default.createDirectory(
      at: cacheFile.deletingLastPathComponent(), withIntermediateDirectories: true)
    let lines = known.sorted { $0.key < $1.key }.map { "\($1.width) \($1.height) \($0)\n" }
    try Data(lines.joined().utf8).write(to: cacheFile, options: .atomic)
  }
}
