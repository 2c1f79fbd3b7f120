import Foundation
import JSON

extension ResultsReader {
  /// The least part that is worth a core of its own.
  private static let leastPart = 2 << 20
  /// The part after which progress is told.
  private static let mostPart = 8 << 20
  /// What is read and looked through at once: it stays in a core's cache.
  private static let windowSize = 256 << 10

  private struct RefutedCut: Error {}

  /// This reader with all detections of a file, read on all cores; nil where the file is small, is no array of objects, or
  /// holds anything that is not to be read as it stands: then it is read from its start, which finds out what.
  func readInParts(_ file: RandomAccessFile, progress: (Double) -> Void) -> ResultsReader? {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    guard cores > 1, file.byteCount >= cores * Self.leastPart else { return nil }
    let rounds = (file.byteCount + cores * Self.mostPart - 1) / (cores * Self.mostPart)
    do {
      let starts = try JSONStream.parts(of: file, count: rounds * cores)
      let blank = try knowingBoxes(file)
      var whole = blank
      for round in stride(from: 0, to: starts.count, by: cores) {
        let end = min(round + cores, starts.count)
        let parts = try concurrentMap(end - round) { part in
          try blank.part(round + part, of: starts, in: file)
        }
        if round == 0 {
          whole.reserve(parts.reduce(0) { $0 + $1.detections.count } * starts.count / end * 21 / 20)
        }
        for part in parts { whole.append(part) }
        progress(Double(end) / Double(starts.count))
      }
      return whole
    } catch {
      return nil
    }
  }

  /// This reader, which then knows whether detections have boxes: the first one says it.
  private func knowingBoxes(_ file: RandomAccessFile) throws -> ResultsReader {
    guard hasBoxes == nil else { return self }
    var (reader, blank) = (self, self)
    _ = try JSONStream(file, windowSize: Self.windowSize).forEachElement(from: 0, to: 2) {
      try reader.add($0)
    }
    guard let hasBoxes = reader.hasBoxes else { throw RefutedCut() }
    blank.hasBoxes = hasBoxes
    return blank
  }

  private func part(_ index: Int, of starts: [Int], in file: RandomAccessFile) throws -> ResultsReader {
    let end = index + 1 < starts.count ? starts[index + 1] : nil
    var reader = self
    let next = try JSONStream(file, windowSize: Self.windowSize).forEachElement(
      from: starts[index], to: end ?? .max, skipping: uselessMember
    ) { record in
      try reader.add(record)
    }
    guard next == end, reader.remarks.isEmpty else { throw RefutedCut() }
    return reader
  }

  /// What need not be looked at.
  private var uselessMember: String? {
    switch content {
    case .boxes: hasBoxes == true ? "segmentation" : nil
    case .masks, .masksAlone: nil
    }
  }

  private mutating func reserve(_ count: Int) {
    detections.reserveCapacity(count)
    images.reserveCapacity(count)
  }

  /// Takes over what the next part of the file, or the next file, holds.
  mutating func append(_ part: ResultsReader) {
    detections += part.detections
    images += part.images
    masks.append(part.masks)
    pattern.add(part.pattern)
    hasBoxes = hasBoxes ?? part.hasBoxes
    otherSizes += part.otherSizes
  }
}
