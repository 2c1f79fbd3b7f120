import Annotations
import Foundation
import Images

/// A folder of small photographs with an LVIS annotation file, gone with the last reference.
final class SceneFolder {
  /// An object of class `category` with this box; its mask is the box.
  struct Object {
    let category: Int
    let box: [Int]
    var isCrowd = false
    var segmentation: String?
  }

  let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var images: URL { url }

  /// Writes images 0, 1, … of these sizes and objects, and reads their annotations.
  func write(_ scenes: [(size: PixelSize, objects: [Object])], classCount: Int = 3) throws -> AnnotationFile {
    var images: [String] = [], annotations: [String] = []
    for (index, scene) in scenes.enumerated() {
      try Self.picture(scene.size, shade: UInt8(10 * index)).writeJPEG(to: image(index), quality: 95)
      images.append(
        #"{"id": \#(index), "file_name": "\#(index).jpg", "width": \#(scene.size.width), "height": \#(scene.size.height)}"#
      )
      for object in scene.objects {
        let (x, y, width, height) = (object.box[0], object.box[1], object.box[2], object.box[3])
        let ring = [x, y, x + width, y, x + width, y + height, x, y + height]
        annotations.append(
          #"{"id": \#(annotations.count + 1), "image_id": \#(index), "category_id": \#(object.category), "#
            + #""bbox": \#(object.box), "iscrowd": \#(object.isCrowd ? 1 : 0), "#
            + #""segmentation": \#(object.segmentation ?? "[\(ring)]")}"#)
      }
    }
    let categories = (0..<classCount).map { #"{"id": \#($0), "name": "c\#($0)"}"# }
    let text =
      #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(annotations.joined(separator: ","))], "#
      + #""categories": [\#(categories.joined(separator: ","))]}"#
    let file = url.appending(path: "annotations.json")
    try Data(text.utf8).write(to: file)
    return try AnnotationFile(contentsOf: file)
  }

  func image(_ index: Int) -> URL { url.appending(path: "\(index).jpg") }

  /// A picture whose red rises to the right.
  private static func picture(_ size: PixelSize, shade: UInt8) -> RGBImage {
    var image = RGBImage(size: size, filledWith: SIMD3(0, shade, 128))
    for y in 0..<size.height {
      for x in 0..<size.width { image[x: x, y: y].x = UInt8(255 * x / size.width) }
    }
    return image
  }
}

extension PixelSize {
  static let wide = PixelSize(width: 64, height: 48)
  static let upright = PixelSize(width: 48, height: 64)
}
