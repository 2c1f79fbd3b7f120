import Annotations

/// One object that a detector found in an image.
public struct DetectedInstance: Sendable, Equatable {
  /// Stands for a class that the truths lack: such a detection takes the place of another among an image's best, as the
  /// `lvis` package counts, and is neither right nor wrong.
  public static let unknownCategory = -1

  /// Index of its class, or `unknownCategory`.
  public let category: Int
  /// Confidence, any finite number.
  public let score: Double
  /// Its box in the image.
  public let box: Box
  /// Area in square pixels: what decides its size range.
  public let area: Double

  /// An object whose area is its box's.
  public init(category: Int, score: Double, box: Box) {
    self.init(category: category, score: score, box: box, area: box.area)
  }

  /// An object of these facts.
  public init(category: Int, score: Double, box: Box, area: Double) {
    self.category = category
    self.score = score
    self.box = box
    self.area = area
  }
}

/// Where masks come from, by an index that their owner defines.
public protocol MaskSource: Sendable {
  /// Appends the mask's runs, zeros first; returns without effect for a source of no masks.
  func appendRuns(of index: Int, to runs: inout [UInt32]) throws

  /// Appends the runs of several masks; `body` is told of each when it is there.
  func forEachMask(
    of indices: [Int], appendingTo runs: inout [UInt32], _ body: ([UInt32]) -> Void
  ) throws
}

extension MaskSource {
  /// Appends the runs of several masks; `body` is told of each when it is there.
  public func forEachMask(
    of indices: [Int], appendingTo runs: inout [UInt32], _ body: ([UInt32]) -> Void
  ) throws {
    for index in indices {
      try appendRuns(of: index, to: &runs)
      body(runs)
    }
  }
}

extension [RunLengthMask]: MaskSource {
  /// Appends the runs of the mask at an index.
  public func appendRuns(of index: Int, to runs: inout [UInt32]) {
    runs.append(contentsOf: self[index].counts)
  }
}

/// What overlaps are measured on.
public enum EvaluationTask: Sendable {
  case boxes
  /// Masks; those of the dataset's instances come from here, by the instance's index.
  case masks(truths: any MaskSource)
}
