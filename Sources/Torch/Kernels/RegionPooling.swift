import CTorch

/// RoIAlign over a feature pyramid (He et al., "Mask R-CNN", 2017).
public struct RegionPooling: Sendable {
  /// Bins along y and x of a pooled region.
  public var size: (height: Int, width: Int)
  /// Bilinear samples per bin and axis; 0 takes one a pixel.
  public var samplingRatio: Int
  /// Whether pixel centres lie at halves, as they do, or at integers, as in the first implementations.
  public var aligned: Bool

  /// Pools to `size`, with a fixed number of samples a bin or (0) one a pixel.
  public init(size: (height: Int, width: Int), samplingRatio: Int, aligned: Bool) {
    self.size = size
    self.samplingRatio = samplingRatio
    self.aligned = aligned
  }

  /// Pools regions of several levels in one autograd node.
  ///
  /// - Parameters:
  ///   - levels: [N, C, H, W] each, channels-last preferred; single, double or bfloat16.
  ///   - scales: pixels of each level per pixel of the image.
  ///   - boxes: [R, 4], x1 y1 x2 y2 in pixels of the image.
  ///   - images: [R], int64, 0 ..< N.
  ///   - assignment: [R], int64, the index of the level that each region is pooled from.
  /// - Returns: [R, C, height, width], channels-last.
  public func callAsFunction(
    levels: [Tensor], scales: [Double], boxes: Tensor, images: Tensor, assignment: Tensor
  ) -> Tensor {
    precondition(levels.count == scales.count && !levels.isEmpty, "one scale a level")
    guard levels[0].device == .cpu else {
      return composed(levels: levels, scales: scales, boxes: boxes, images: images, assignment: assignment)
    }
    return Tensor.apply(levels + [boxes, images, assignment], "RegionPooling") { handles in
      let count = levels.count
      return ct_roi_align(
        handles, scales, count, handles[count], handles[count + 1], handles[count + 2], size.height,
        size.width, samplingRatio, aligned)
    }
  }
}
