import Annotations
import Images

/// Whether the pictures of a data set can be used.
struct PictureScan: Sendable {
  /// What came of a look at one picture.
  enum Finding: Sendable {
    case usable(isTurned: Bool)
    /// It fits its annotations only as its pixels are stored, before its EXIF orientation turns it.
    case fitsAsStored(String)
    case missing(String)
    case unusable(String)
  }

  /// Pictures that can be used.
  let usableCount: Int
  /// Of these, those that their EXIF orientation turns.
  let turnedCount: Int
  /// Why pictures cannot be used, each.
  let unusable: [String]
  /// Pictures that are not there.
  let missing: [String]
  /// Pictures whose annotations fit the pixels as stored.
  let fitsAsStored: [String]
  /// Two images that are taken from one file.
  let sharedFile: (first: String, second: String)?

  /// Looks at every picture, on all cores.
  init(of dataset: Dataset, in folder: ImageFolder, progress: (Double) -> Void) {
    let images = dataset.images
    let findings = concurrentScan(images.count, portion: 2000, progress: progress) {
      Self.look(at: images[$0], in: folder)
    }
    var (usable, turned) = (0, 0)
    var unusable: [String] = [], missing: [String] = [], stored: [String] = []
    for finding in findings {
      switch finding {
      case .usable(let isTurned):
        usable += 1
        turned += isTurned ? 1 : 0
      case .fitsAsStored(let text): stored.append(text)
      case .missing(let text): missing.append(text)
      case .unusable(let text): unusable.append(text)
      }
    }
    (usableCount, turnedCount) = (usable, turned)
    (self.unusable, self.missing, fitsAsStored) = (unusable, missing, stored)
    sharedFile = folder.sharedFile(of: dataset).map { ($0.first.fileName, $0.second.fileName) }
  }

  private static func look(at image: ImageRecord, in folder: ImageFolder) -> Finding {
    do throws(ImageError) {
      let url = folder.url(of: image)
      let picture = try PictureCheck(of: url)
      let annotated = PixelSize(width: image.width, height: image.height)
      if picture.size == annotated { return .usable(isTurned: picture.orientation != .upright) }
      let sizes = "\(url.path): \(picture.size.text), but its annotations are for \(annotated.text)"
      return picture.storedSize == annotated
        ? .fitsAsStored(
          "\(sizes), as its pixels are stored: EXIF orientation \(picture.orientation.rawValue)")
        : .unusable("\(sizes).")
    } catch {
      if case .missing = error { return .missing("\(error)") }
      return .unusable("\(error)")
    }
  }
}

extension PixelSize {
  fileprivate var text: String { "\(width)×\(height)" }
}
