import Foundation
import JSON

extension ResultsReader {
  /// The least part that is worth a core of its own.
  private static let leastPart = 2 << 20
  /// The part after which progress is told.
  private static let mostPart = 16 << 20

  private struct RefutedCut: Error {}

  /// This reader with all detections of a file, read on all cores; nil where the file is small, is no array of objects, or
  /// holds anything that is not to be read as it stands: then it is read from its start, which finds out what.
  func readInParts(_ file: RandomAccessFile, progress: (Double) -> Void) -> ResultsReader? {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    guard cores > 1, file.byteCount >= cores * Self.leastPart else { return nil }
    let rounds = (file.byteCount + cores * Self.mostPart - 1) / (cores * Self.mostPart)
    do {
      let starts = try JSONStream.parts(of: file, count: rounds * cores)
      var whole = self
      for round in stride(from: 0, to: starts.count, by: cores) {
        let parts = try concurrentMap(min(cores, starts.count - round)) { part in
          try self.part(round + part, of: starts, in: file)
        }
        for part in parts { try whole.append(part) }
        progress(Double(min(round + cores, starts.count)) / Double(starts.count))
      }
      return whole
    } catch {
      return nil
    }
  }

  private func part(_ index: Int, of starts: [Int], in file: RandomAccessFile) throws -> ResultsReader {
    let end = index + 1 < starts.count ? starts[index + 1] : nil
    var reader = self
    let next = try JSONStream(file).forEachElement(from: starts[index], to: end ?? .max) { record in
      try reader.add(record)
    }
    guard next == end, reader.remarks.isEmpty else { throw RefutedCut() }
    return reader
  }

  /// Takes over what the next part of the file holds.
  private mutating func append(_ part: ResultsReader) throws {
    guard hasBoxes == nil || part.hasBoxes == nil || hasBoxes == part.hasBoxes else { throw RefutedCut() }
    hasBoxes = hasBoxes ?? part.hasBoxes
    detections += part.detections
    images += part.images
    masks.append(part.masks)
    pattern.add(part.pattern)
  }
}
