import Annotations

extension DetectorConfiguration {
  /// Detections at the sizes asked for.
  ///
  /// - Parameters:
  ///   - found: of each image, in pixels of the network's images.
  ///   - masks: for each of them the grid of mask probabilities; nil where there are no masks.
  func laidOut(
    _ found: [[ScoredBox]], masks: [[[Float]]]?, _ sizes: [ImageSize], _ outputSizes: [ImageSize]
  ) -> [[Detection]] {
    found.indices.map { image in
      let (size, output) = (sizes[image], outputSizes[image])
      return found[image].indices.map { index in
        let box = found[image][index].box.scaled(from: size, to: output)
        return Detection(
          category: found[image][index].category, score: found[image][index].score, box: box,
          mask: masks.flatMap { mask(of: $0[image][index], in: box, output) })
      }
    }
  }

  private func mask(of grid: [Float], in box: CornerBox, _ size: ImageSize) -> RunLengthMask? {
    network.family.mask.map { head in
      RunLengthMask(
        MaskPasting(side: MaskHead.side, mode: head.pasting)(grid, in: box, imageSize: size), in: size)
    }
  }
}

extension CornerBox {
  fileprivate func scaled(from size: ImageSize, to output: ImageSize) -> CornerBox {
    let scaleX = Float(output.width) / Float(size.width)
    let scaleY = Float(output.height) / Float(size.height)
    return CornerBox(x1: x1 * scaleX, y1: y1 * scaleY, x2: x2 * scaleX, y2: y2 * scaleY)
  }
}
