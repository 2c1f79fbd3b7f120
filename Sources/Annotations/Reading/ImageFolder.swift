import Foundation

/// Where a dataset's image files are.
///
/// File names are taken as exporters write them: with the folders of the machine they were made on, absolute, with
/// Windows' backslashes, or as Label Studio's `?d=` links. As many leading folders are dropped as need be.
public struct ImageFolder: Sendable {
  private let root: URL
  /// Leading folders that most names of the dataset have in vain.
  private let dropped: Int
  /// The folder's own names by their lower-case form, where no name of the dataset is found as it is written.
  private let namesInAnyCase: [String: String]

  /// The files of a dataset, in a folder or below it: `coco` or `coco/train2017` for `train2017/000000391895.jpg`.
  public init(_ root: URL, of dataset: Dataset) {
    self.root = root
    // Single images may be missing: the first that is found decides where the others are looked for first.
    let found = dataset.images.prefix(100).lazy
      .compactMap { image in Self.candidates(image, in: root).firstIndex(where: Self.exists) }
      .first
    dropped = found ?? 0
    let names = found == nil ? try? FileManager.default.contentsOfDirectory(atPath: root.path) : nil
    namesInAnyCase = Dictionary((names ?? []).map { ($0.lowercased(), $0) }, uniquingKeysWith: min)
  }

  /// The file of an image: the place where most are, unless it is in another.
  public func url(of image: ImageRecord) -> URL {
    let candidates = Self.candidates(image, in: root)
    let usual = candidates[min(dropped, candidates.count - 1)]
    if Self.exists(usual) { return usual }
    if let found = candidates.first(where: Self.exists) { return found }
    let name = Self.parts(image.fileName).last?.lowercased() ?? ""
    return namesInAnyCase[name].map { root.appending(path: $0) } ?? usual
  }

  /// The first two images of a dataset, if any, that are taken from one file: folders that told them apart were dropped.
  public func sharedFile(of dataset: Dataset) -> (first: ImageRecord, second: ImageRecord)? {
    guard dropped > 1 else { return nil }
    var owners = [String: Int](minimumCapacity: dataset.images.count)
    for (index, image) in dataset.images.enumerated() {
      let name = Self.parts(image.fileName).dropFirst(dropped - 1).joined(separator: "/")
      if let owner = owners.updateValue(index, forKey: name),
        dataset.images[owner].fileName != image.fileName
      {
        return (dataset.images[owner], image)
      }
    }
    return nil
  }

  private static func exists(_ url: URL) -> Bool { access(url.path, F_OK) == 0 }

  /// The name as it is, below the folder or absolute; its parts; then without its first folder, its first two, …
  private static func candidates(_ image: ImageRecord, in root: URL) -> [URL] {
    let name = image.fileName
    let absolute = URL(fileURLWithPath: name)
    let parts = parts(name)
    let below = root.appending(path: climbs(name) ? parts.joined(separator: "/") : name)
    let whole = name.hasPrefix("/") && exists(absolute) ? absolute : below
    return [whole] + parts.indices.map { root.appending(path: parts[$0...].joined(separator: "/")) }
  }

  /// The folders and the file of a name; a step up is passed over, so that no name leads out of the image folder.
  private static func parts(_ name: String) -> [Substring] {
    let path = name.range(of: "?d=").map { name[$0.upperBound...] } ?? name[...]
    return path.split { $0 == "/" || $0 == "\\" }.filter { $0 != ".." }
  }

  private static func climbs(_ name: String) -> Bool { name.split(separator: "/").contains("..") }
}
