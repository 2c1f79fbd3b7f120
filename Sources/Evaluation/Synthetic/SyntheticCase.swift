import Annotations
import Foundation
import JSON

/// Made annotations of LVIS's form and detections on them, the same for the same seed: something to measure speed on.
///
/// An image shows a dozen blobs of half a dozen classes, and names as many classes that it does not show. Of the
/// detections some lie on its objects, more or less well, and the rest anywhere.
public struct SyntheticCase: Sendable {
  /// Number of images, 640×480 each.
  public let images: Int
  /// Detections in each image.
  public let detectionsPerImage: Int
  /// Number of classes.
  public let classes: Int
  /// What the case is drawn from.
  public let seed: UInt64

  /// A case of this size.
  public init(images: Int, detectionsPerImage: Int, classes: Int, seed: UInt64) {
    self.images = images
    self.detectionsPerImage = detectionsPerImage
    self.classes = classes
    self.seed = seed
  }

  /// Writes the annotation file and the results file.
  public func write(truths: URL, detections: URL) throws {
    var random = SplitMix(seed: seed)
    let scenes = (1...images).map { SyntheticImage(id: $0, classes: classes, using: &random) }
    try write(to: truths) { writer, _ in
      writer.object { writer in
        writer.array("images") { writer in scenes.forEach { $0.writeRecord(to: &writer) } }
        writer.array("annotations") { writer in scenes.forEach { $0.writeTruths(to: &writer) } }
        writer.array("categories") { writer in
          for id in 1...classes { writeCategory(id, to: &writer) }
        }
      }
    }
    try write(to: detections) { writer, flush in
      try writer.array { writer in
        for scene in scenes {
          for _ in 0..<detectionsPerImage {
            scene.writeDetection(to: &writer, classes: classes, using: &random)
          }
          try flush(&writer)
        }
      }
    }
  }

  private func writeCategory(_ id: Int, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("name", "class \(id)")
      writer.member("frequency", ["r", "c", "f"][id % 3])
    }
  }

  private func write(
    to url: URL, _ body: (inout JSONWriter, _ flush: (inout JSONWriter) throws -> Void) throws -> Void
  ) throws {
    try Data().write(to: url)
    let file = try FileHandle(forWritingTo: url)
    defer { try? file.close() }
    var writer = JSONWriter()
    try body(&writer) { writer in
      try file.write(contentsOf: writer.bytes)
      writer.removeAll()
    }
    try file.write(contentsOf: writer.bytes)
  }
}
