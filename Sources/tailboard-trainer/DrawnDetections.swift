import Annotations
import Detection
import Foundation
import Images

/// A picture with what was found in it: masks, boxes, names with scores, the best on top.
struct DrawnDetections {
  private(set) var image: RGBImage
  /// Pixels along a dot of the letters, and of a box's lines.
  private let scale: Int

  /// - Parameter found: by falling score.
  init(_ found: [Detection], of categories: [Annotations.Category], on image: RGBImage) {
    self.image = image
    scale = max(min(image.width, image.height) / 300, 1)
    for detection in found.reversed() {
      if let mask = detection.mask {
        self.image.tint(detection.color, share: 0.45, runs: mask.counts)
      }
    }
    for detection in found.reversed() {
      let box = PixelBox(detection.box)
      self.image.outline(box, detection.color, thickness: scale)
      let name = "\(categories[detection.category].name) \(Int((100 * detection.score).rounded()))%"
      self.image.write(
        name, x: box.x, y: box.y - 9 * scale, scale: scale, ink: detection.inkColor, ground: detection.color)
    }
  }
}

extension PixelBox {
  /// The pixels that a box touches.
  fileprivate init(_ box: CornerBox) {
    let (x, y) = (Int(box.x1.rounded(.down)), Int(box.y1.rounded(.down)))
    self.init(
      x: x, y: y, width: Int(box.x2.rounded(.up)) - x, height: Int(box.y2.rounded(.up)) - y)
  }
}

extension Detection {
  /// A colour for each class; classes beside each other in the list are far apart in hue.
  fileprivate var color: SIMD3<UInt8> {
    let hue = (0.61803398875 * Double(category)).truncatingRemainder(dividingBy: 1)
    var color = SIMD3<UInt8>()
    for channel in 0..<3 {
      let distance = abs((hue + Double(channel) / 3).truncatingRemainder(dividingBy: 1) * 6 - 3) - 1
      color[channel] = UInt8(60 + 180 * min(max(distance, 0), 1))
    }
    return color
  }

  /// Black on light colours, white on dark ones.
  fileprivate var inkColor: SIMD3<UInt8> {
    let light = 0.299 * Double(color[0]) + 0.587 * Double(color[1]) + 0.114 * Double(color[2])
    return light > 128 ? SIMD3(0, 0, 0) : SIMD3(255, 255, 255)
  }
}
