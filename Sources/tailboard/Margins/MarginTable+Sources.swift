import Annotations
import Commands
import Foundation
import LegibleText

extension MarginTable {
  /// LVIS v1's classes as its training set has them.
  static func lvis(counting: Counting, backgroundToForeground: Double) -> MarginTable {
    MarginTable(
      LVISClasses.all, source: "LVIS v1, training set", counting: counting,
      backgroundToForeground: backgroundToForeground)
  }

  /// The classes of a table of counts, or of an annotation file, whose instances are counted.
  static func file(_ path: String, counting: Counting, backgroundToForeground: Double) throws -> MarginTable {
    let url = URL(fileURLWithPath: path)
    let classes = try url.beginsAsJSON() ? countedClasses(url) : CountsTable(contentsOf: url).classes
    return MarginTable(
      classes, source: path, counting: counting, backgroundToForeground: backgroundToForeground)
  }

  /// NOTE: the counts that a category of LVIS's files states are the training set's; here those of the file itself count,
  /// as they do in training on it.
  private static func countedClasses(_ url: URL) throws -> [Category] {
    let progress = ProgressLine()
    let file = try AnnotationFile(contentsOf: url) { progress.update("reading \(url.lastPathComponent)", $0) }
    if !file.skipped.isEmpty { Output.note("\(file.path): not counted: \(file.skipped).") }
    let frequencies = ClassFrequencies(countedIn: file.dataset)
    return file.dataset.categories.enumerated().map { index, category in
      Category(
        id: category.id, name: category.name, frequency: category.frequency,
        imageCount: frequencies.imageCounts[index], instanceCount: frequencies.instanceCounts[index])
    }
  }
}

extension URL {
  /// Whether the first byte that is no space opens a JSON object or array.
  fileprivate func beginsAsJSON() throws -> Bool {
    let file = try FileHandle(forReadingFrom: self)
    defer { try? file.close() }
    let start = try file.read(upToCount: 256) ?? Data()
    return start.first { !" \t\r\n".utf8.contains($0) }.map { "{[".utf8.contains($0) } ?? false
  }
}
