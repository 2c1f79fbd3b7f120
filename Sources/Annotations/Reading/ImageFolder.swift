import Foundation

/// Where a dataset's image files are.
public struct ImageFolder: Sendable {
  private let root: URL
  /// Whether the files are in the folder itself and not below their split's name.
  private let isFlat: Bool

  /// The files of a dataset, in a folder or below it: `coco` or `coco/train2017` for `train2017/000000391895.jpg`.
  public init(_ root: URL, of dataset: Dataset) {
    self.root = root
    func exists(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
    // Single images may be missing: the first that is found in either place decides.
    isFlat =
      dataset.images.prefix(100).lazy
      .compactMap { exists($0.fileName) ? false : exists($0.baseName) ? true : nil }
      .first ?? false
  }

  /// The file of an image.
  public func url(of image: ImageRecord) -> URL {
    root.appending(path: isFlat ? image.baseName : image.fileName)
  }
}

extension ImageRecord {
  fileprivate var baseName: String { fileName.split(separator: "/").last.map(String.init) ?? fileName }
}
