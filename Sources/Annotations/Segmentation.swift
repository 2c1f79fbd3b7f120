/// The mask of an instance as annotation files write it.
public enum Segmentation: Sendable, Equatable {
  /// Outer rings, each x₀, y₀, x₁, y₁, … in pixels; their union is the mask.
  case polygons([[Double]])
  /// Column-major runs, zeros first.
  case runs(RunLengthMask)
}

/// A binary mask as alternating run lengths of zeros and ones in column-major order, zeros first (COCO's RLE).
public struct RunLengthMask: Sendable, Equatable {
  /// Rows of the mask.
  public let height: Int
  /// Columns of the mask.
  public let width: Int
  /// Run lengths; they sum to height × width.
  public let counts: [UInt32]

  /// A mask of these runs.
  public init(height: Int, width: Int, counts: [UInt32]) {
    self.height = height
    self.width = width
    self.counts = counts
  }
}
