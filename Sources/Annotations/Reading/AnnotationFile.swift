import Foundation
import JSON

/// An LVIS (v0.5, v1) or COCO annotation file: its dataset in memory, its masks read from the file on demand. Or boxes from
/// elsewhere.
public final class AnnotationFile: Sendable {
  /// The file's path.
  public let path: String
  /// Everything but the masks.
  public let dataset: Dataset
  /// Annotations that are not in the dataset because something is wrong with them.
  public let skipped: SkippedAnnotations
  /// What is remarkable about entries that are in the dataset.
  public let remarks: AnnotationRemarks
  /// What the labels say beyond themselves.
  public let rules: LabelRules
  /// Nil for boxes from elsewhere.
  private let file: RandomAccessFile?
  /// Where the mask of each instance is; empty where it has none.
  private let segmentations: [Range<Int>]

  /// Boxes alone, from elsewhere; `path` names their source.
  public init(boxes dataset: Dataset, rules: LabelRules, path: String) {
    self.path = path
    self.dataset = dataset
    self.rules = rules
    skipped = SkippedAnnotations()
    remarks = AnnotationRemarks()
    file = nil
    segmentations = []
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - purpose: what the file is read for.
  ///   - progress: told the share of the file that has been read, a hundred times at most.
  /// - Throws: an AnnotationError for a file that cannot be used as a whole. A single bad annotation is skipped.
  public init(
    contentsOf url: URL, for purpose: ReadingPurpose = .training, progress: (Double) -> Void = { _ in }
  ) throws {
    path = url.path
    rules = .asAnnotated
    let file: RandomAccessFile
    do {
      file = try RandomAccessFile(contentsOf: url)
    } catch {
      throw AnnotationError.json(file: url.path, line: nil, error)
    }
    self.file = file
    do {
      var sections = AnnotationSections(file: path, purpose: purpose)
      try sections.read(JSONStream(file), progress: progress)
      var assembled = try sections.assembled()
      assembled.lookUpLines(file)
      dataset = assembled.dataset
      segmentations = assembled.segmentations
      skipped = assembled.skipped
      remarks = assembled.remarks
    } catch let error as JSONError {
      throw AnnotationError.json(file: path, line: Self.line(of: error, file), error)
    } catch AnnotationError.noInstances(let path, var skipped) {
      skipped.lookUpLines(file.lines)
      throw AnnotationError.noInstances(file: path, skipped: skipped)
    } catch AnnotationError.badRecord(let path, let entry, let id, _, let error) {
      throw AnnotationError.badRecord(
        file: path, entry: entry, id: id, line: Self.line(of: error, file), error)
    }
  }

  private static func line(of error: JSONError, _ file: RandomAccessFile) -> Int? {
    error.byte.flatMap { file.lines(of: [$0])[$0] }
  }

  /// Whether the file has a mask of an instance.
  public func hasSegmentation(_ instance: Int) -> Bool { file != nil && !segmentations[instance].isEmpty }

  /// Whether the file has the mask of any instance.
  public var hasAnyMask: Bool { segmentations.contains { !$0.isEmpty } }

  /// The mask of an instance of the dataset; nil if the file has only its box.
  ///
  /// - Parameter rings: which rings of a polygon are taken.
  public func segmentation(
    of instance: Int, rings: Segmentation.Rings = .enclosing
  ) throws(AnnotationError) -> Segmentation? {
    try segmentation(of: instance, rings: rings, parser: JSONParser())
  }

  /// The mask of an instance, read with a parser that is used for one mask after the other.
  package func segmentation(
    of instance: Int, rings: Segmentation.Rings, parser: JSONParser
  ) throws(AnnotationError) -> Segmentation? {
    guard let file, hasSegmentation(instance) else { return nil }
    let range = segmentations[instance]
    do throws(JSONError) {
      let segmentation = try Segmentation(parser.parse(range, of: file), rings: rings)
      try check(segmentation, instance)
      return segmentation
    } catch {
      throw .badSegmentation(
        file: path, annotation: dataset.instances[instance].id,
        line: file.lines(of: [range.lowerBound])[range.lowerBound], byte: range.lowerBound,
        reason: error.finding)
    }
  }

  /// Runs must be those of a mask of the whole image.
  private func check(_ segmentation: Segmentation, _ instance: Int) throws(JSONError) {
    guard case .runs(let mask) = segmentation else { return }
    let image = dataset.images[dataset.instances[instance].image]
    guard image.width > 0, image.height > 0 else { return }
    guard mask.height == image.height, mask.width == image.width else {
      throw .unexpected(
        byte: segmentations[instance].lowerBound, expected: "a mask of \(image.height) × \(image.width)",
        found: "one of \(mask.height) × \(mask.width)")
    }
  }
}
