import Annotations
import Detection
import Foundation
import Images
import JSON

/// The drawn pictures and predictions.json of `tailboard predict`.
struct PredictionFolder {
  private static let quality = 92

  private let folder: URL
  private var names: Set<String> = []
  private var entries: [JSONWriter] = []

  /// Makes the folder where it is not there.
  init(_ path: String) throws {
    folder = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Writes a drawn picture, and keeps what was found in it.
  mutating func add(
    _ source: String, _ size: PixelSize, _ drawn: RGBImage, _ found: [Detection],
    _ categories: [Annotations.Category]
  ) throws {
    let name = freeName(for: source)
    try drawn.writeJPEG(to: folder.appending(path: name), quality: Self.quality)
    var entry = JSONWriter()
    entry.object { entry in
      entry.member("image", source)
      entry.member("drawn", name)
      entry.member("width", size.width)
      entry.member("height", size.height)
      entry.array("detections") { entry in
        for detection in found { entry.add(detection, categories[detection.category]) }
      }
    }
    entries.append(entry)
  }

  /// Writes predictions.json: beside its place, then renamed.
  func finish() throws {
    let text = "[\n" + entries.map(\.text).joined(separator: ",\n") + "\n]\n"
    try Data(text.utf8).write(to: folder.appending(path: "predictions.json"), options: .atomic)
  }

  /// The picture's own name as a JPEG's; numbered where another picture has it.
  private mutating func freeName(for source: String) -> String {
    let stem = URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent
    let candidates = sequence(first: 1) { $0 + 1 }.lazy.map { $0 == 1 ? "\(stem).jpg" : "\(stem)-\($0).jpg" }
    let name = candidates.first { !names.contains($0) } ?? stem
    names.insert(name)
    return name
  }
}

extension JSONWriter {
  /// A detection with its box as x, y, width, height, and its mask as COCO's run lengths.
  fileprivate mutating func add(_ found: Detection, _ category: Annotations.Category) {
    object { writer in
      writer.member("category_id", category.id)
      writer.member("name", category.name)
      writer.member("score", Double(found.score))
      let box = found.box
      writer.member("bbox", [box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1].map(Double.init))
      guard let mask = found.mask else { return }
      writer.object("segmentation") { writer in
        writer.member("size", [mask.height, mask.width])
        writer.member("counts", mask.compressed)
      }
    }
  }
}
