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

  /// The file's path.
  public let path: String
  /// Every detection, in file order.
  public let detections: [DetectedInstance]
  /// What is remarkable about them.
  public let remarks: ResultsRemarks
  /// What the boxes look like instead of what they should be.
  public let boxHint: BoxPattern.Hint?
  let masks: CompressedMasks
  /// The indices of each image's detections, in file order.
  let indices: [ArraySlice<Int32>]

  /// Reads a file.
  ///
  /// Boxes are those given, or the masks' where none are; masks likewise are the boxes' where none are given.
  /// NOTE: as with the peers' tools, areas are the boxes' where the first detection has a box, else the masks'.
  ///
  /// - Parameter progress: told the share of the file that has been read, a hundred times at most.
  public init(
    contentsOf url: URL, dataset: Dataset, content: Content, progress: (Double) -> Void = { _ in }
  ) throws {
    var reader = ResultsReader(path: url.path, dataset: dataset, content: content)
    let file: RandomAccessFile
    do {
      file = try RandomAccessFile(contentsOf: url)
    } catch {
      throw ResultsError.json(file: url.path, line: nil, error)
    }
    if let whole = reader.readInParts(file, progress: progress) {
      reader = whole
    } else {
      try reader.read(file, progress: progress)
    }
    path = url.path
    masks = reader.masks
    detections = reader.detections
    remarks = reader.remarks
    boxHint = reader.pattern.hint
    indices = Self.indices(of: reader.images, imageCount: dataset.images.count)
  }

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
