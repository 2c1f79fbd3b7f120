import Annotations
import Foundation
import JSON

/// Writes detections in COCO's results format, as `lvis`, pycocotools and ResultsFile read it: written beside, then put in
/// place whole.
///
/// NOTE: boxes and masks go to files of their own. Where an entry has both, lvis and pycocotools take the box's area for
/// the mask's, and AP of small, medium and large masks changes.
public final class ResultsWriter {
  private static let portion = 1 << 20

  private let url: URL
  private let partial: URL
  private let file: FileHandle
  private var writer = JSONWriter()
  private var isFirst = true

  /// Begins a file.
  public init(_ path: String) throws {
    url = URL(fileURLWithPath: path)
    partial = URL(fileURLWithPath: path + ".partial")
    try Data("[".utf8).write(to: partial)
    file = try FileHandle(forWritingTo: partial)
    try file.seekToEnd()
  }

  /// Adds a detected box.
  public func add(_ found: DetectedInstance, imageID: Int, categoryID: Int) throws {
    try add(found.score, imageID, categoryID) {
      $0.member("bbox", [found.box.x, found.box.y, found.box.width, found.box.height])
    }
  }

  /// Adds a detected mask.
  public func add(_ mask: RunLengthMask, score: Double, imageID: Int, categoryID: Int) throws {
    try add(score, imageID, categoryID) {
      $0.object("segmentation") {
        $0.member("size", [mask.height, mask.width])
        $0.member("counts", mask.compressed)
      }
    }
  }

  /// Ends the file, waits until the disk has it, and gives it its name.
  public func finish() throws {
    try file.write(contentsOf: Data(writer.bytes + Array("]\n".utf8)))
    try file.synchronize()
    try file.close()
    guard rename(partial.path, url.path) == 0 else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
    }
  }

  private func add(
    _ score: Double, _ imageID: Int, _ categoryID: Int, _ content: (inout JSONWriter) -> Void
  ) throws {
    if !isFirst { writer.separateLines() }
    isFirst = false
    writer.object { writer in
      writer.member("image_id", imageID)
      writer.member("category_id", categoryID)
      writer.member("score", score)
      content(&writer)
    }
    guard writer.bytes.count > Self.portion else { return }
    try file.write(contentsOf: Data(writer.bytes))
    writer.removeAll()
  }
}
