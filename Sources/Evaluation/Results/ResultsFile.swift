import Annotations
import Foundation
import JSON

/// Detections on a dataset, read from a file in the results format of COCO and LVIS.
public struct ResultsFile: Sendable {
  /// What is read of each detection.
  public enum Content: Sendable {
    case boxes, masks
    /// Masks as of a file without boxes: areas are the masks' whatever boxes it gives.
    case masksAlone
  }

  /// Of which detections the masks are kept.
  public enum KeptMasks: Sendable {
    case all
    /// Of those whose class their image shows: all that is asked for where overlaps with other classes do not matter.
    case ofClassesInImage
  }

  /// A file that the detections come from.
  public struct Part: Sendable {
    /// Its path.
    public let path: String
    /// What is remarkable about its detections.
    public let remarks: ResultsRemarks
    /// What its boxes look like instead of what they should be.
    public let boxHint: BoxPattern.Hint?
  }

  /// The files.
  public let parts: [Part]
  /// Every detection, in the order of the files.
  public let detections: [DetectedInstance]
  /// Images of which more than one part has detections.
  public let sharedImages: Int
  /// Detections whose mask is of another size, small, medium or large, than their box, and counted by the box.
  public let otherSizes: Int
  private(set) var masks: CompressedMasks
  /// The indices of each image's detections, in file order.
  let indices: [ArraySlice<Int32>]

  /// Reads a file, or several that are parts of one, such as those of ranks or shards.
  ///
  /// Boxes are those given, or the masks' where none are; masks likewise are the boxes' where none are given.
  /// NOTE: as with the peers' tools, areas are the boxes' where the first detection has a box, else the masks'.
  ///
  /// - Parameters:
  ///   - counting: whether masks beside boxes have the boxes' areas, as with the peers' tools, or their own.
  ///   - keptMasks: whose masks will be asked for.
  ///   - progress: told the share of each file that has been read, a hundred times at most.
  public init(
    contentsOf urls: [URL], dataset: Dataset, content: Content, counting: Counting = .asPeers,
    keeping keptMasks: KeptMasks = .all, progress: (Double) -> Void = { _ in }
  ) throws {
    let blank = ResultsReader(
      path: "", dataset: dataset, content: content, counting: counting, keeping: keptMasks)
    var (whole, parts, shared) = (blank, [Part](), SharedImages(imageCount: dataset.images.count))
    for url in urls {
      var part = blank
      part.path = url.path
      part.hasBoxes = whole.hasBoxes
      part = try part.reading(url, progress: progress)
      parts.append(Part(path: url.path, remarks: part.remarks, boxHint: part.pattern.hint))
      shared.add(part.images)
      if urls.count == 1 { whole = part } else { whole.append(part) }
    }
    self.parts = parts
    masks = whole.masks
    detections = whole.detections
    otherSizes = whole.otherSizes
    sharedImages = shared.count
    indices = Self.indices(of: whole.images, imageCount: dataset.images.count)
  }

  /// Gives the memory of the masks back, which nobody may ask for any more.
  mutating func dropMasks() { masks = CompressedMasks() }

  /// Groups detections by image.
  private static func indices(of images: [Int32], imageCount: Int) -> [ArraySlice<Int32>] {
    var next = [Int](repeating: 0, count: imageCount + 1)
    for image in images { next[Int(image) + 1] += 1 }
    for image in 0..<imageCount { next[image + 1] += next[image] }
    let starts = next
    var order = [Int32](repeating: 0, count: images.count)
    for (index, image) in images.enumerated() {
      order[next[Int(image)]] = Int32(index)
      next[Int(image)] += 1
    }
    return (0..<imageCount).map { order[starts[$0]..<starts[$0 + 1]] }
  }
}

/// Counts images that stand in more than one part.
private struct SharedImages {
  private(set) var count = 0
  private var parts = 0
  /// The part that last had each image, and whether it has been counted.
  private var images: [(part: Int, isCounted: Bool)]

  init(imageCount: Int) { images = Array(repeating: (0, false), count: imageCount) }

  mutating func add(_ found: [Int32]) {
    parts += 1
    for image in found {
      let last = images[Int(image)]
      if last.part != 0, last.part != parts, !last.isCounted {
        count += 1
        images[Int(image)].isCounted = true
      }
      images[Int(image)].part = parts
    }
  }
}
