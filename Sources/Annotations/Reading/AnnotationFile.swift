import Foundation
import JSON

/// An LVIS (v0.5, v1) or COCO annotation file: its dataset in memory, its masks read from the file on demand.
public final class AnnotationFile: Sendable {
  /// The file's path.
  public let path: String
  /// Everything but the masks.
  public let dataset: Dataset
  /// Annotations that are not in the dataset because something is wrong with them.
  public let skipped: SkippedAnnotations
  private let file: RandomAccessFile
  /// Where the mask of each instance is; empty where it has none.
  private let segmentations: [Range<Int>]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - boxesOutside: what becomes of annotations whose box lies outside of its image.
  ///   - progress: told the share of the file that has been read, a hundred times at most.
  /// - Throws: an AnnotationError for a file that cannot be used as a whole. A single bad annotation is skipped.
  public init(
    contentsOf url: URL, boxesOutside: BoxesOutside = .skipped, progress: (Double) -> Void = { _ in }
  ) throws {
    path = url.path
    do {
      file = try RandomAccessFile(contentsOf: url)
      var sections = AnnotationSections(file: path)
      try sections.read(JSONStream(file), progress: progress)
      (dataset, segmentations, skipped) = try sections.assembled(boxesOutside)
    } catch let error as JSONError {
      throw AnnotationError.json(file: path, error)
    }
  }

  /// Whether the file has a mask of an instance.
  public func hasSegmentation(_ instance: Int) -> Bool { !segmentations[instance].isEmpty }

  /// The mask of an instance of the dataset; nil if the file has only its box.
  public func segmentation(of instance: Int) throws(AnnotationError) -> Segmentation? {
    let range = segmentations[instance]
    guard !range.isEmpty else { return nil }
    do throws(JSONError) {
      let segmentation = try Segmentation(JSONParser().parse(file.bytes(range), origin: range.lowerBound))
      try check(segmentation, instance)
      return segmentation
    } catch {
      throw .badSegmentation(
        file: path, annotation: dataset.instances[instance].id, byte: range.lowerBound, reason: "\(error)")
    }
  }

  /// Runs must be those of a mask of the whole image.
  private func check(_ segmentation: Segmentation, _ instance: Int) throws(JSONError) {
    guard case .runs(let mask) = segmentation else { return }
    let image = dataset.images[dataset.instances[instance].image]
    guard mask.height == image.height, mask.width == image.width else {
      throw .unexpected(
        byte: segmentations[instance].lowerBound, expected: "a mask of \(image.height) × \(image.width)",
        found: "one of \(mask.height) × \(mask.width)")
    }
  }
}
