import Foundation

/// Iterations per epoch of mmdetection 2.x, which only its text log says: `Epoch [1][50/7330]`.
///
/// Without one a log that begins in a later epoch, as a resumed run's does, is looked through for its largest iteration;
/// a log that begins in the first is not: its reader learns as it goes.
enum EpochLength {
  private static let beginning = 1 << 20

  static func of(_ files: [FoundFile], _ texts: [String]) -> Int? {
    let stems = files.map { $0.path.hasSuffix(".json") ? String($0.path.dropLast(5)) : $0.path }
    for text in texts.filter(stems.contains) + texts {
      if let length = inText(text) { return length }
    }
    let logs = files.map { EpochIterations($0.path) }
    guard logs.contains(where: { ($0.first ?? 1) > 1 }), !logs.contains(where: \.countsOnlyIterations) else {
      return nil
    }
    return logs.compactMap(\.largest).max()
  }

  private static func inText(_ path: String) -> Int? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: beginning, alignment: 64)
    defer { buffer.deallocate() }
    guard let file = try? LogFile(path), let count = try? file.read(into: buffer, at: 0) else { return nil }
    let text = String(decoding: buffer[..<count], as: UTF8.self)
    return text.firstMatch(of: /Epoch \[\d+\]\[\d+\/(\d+)\]/).flatMap { Int($0.1) }
  }
}

/// The epochs and iterations of a log's training records.
private struct EpochIterations {
  private static let portion = 1 << 20
  /// Longer logs are not looked through to their end.
  private static let limit = 64 << 20

  /// The first record's epoch.
  private(set) var first: Int?
  private(set) var largest: Int?
  /// Whether an epoch went on counting where the one before it stopped.
  private(set) var countsOnlyIterations = false
  private var last = (epoch: 0, iteration: 0)

  /// Looks through a log; of one that begins in its first epoch only at the beginning.
  init(_ path: String) {
    guard let file = try? LogFile(path) else { return }
    var reader = LogReader(format: .mmdetection)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.portion, alignment: 64)
    defer { buffer.deallocate() }
    for offset in stride(from: 0, to: min(file.byteCount, Self.limit), by: Self.portion) {
      guard let count = try? file.read(into: buffer, at: offset), count > 0 else { return }
      reader.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      take(reader.batch)
      if let first, first <= 1 { return }
    }
  }

  private mutating func take(_ batch: LogBatch) {
    for record in batch.records where record.phase == .training {
      let value = batch.values(of: record).first { batch.names[$0.name].original == "iter" }
      guard let value else { continue }
      let epoch = Int(saturating: record.epoch), iteration = Int(saturating: value.value)
      if last.epoch > 0, epoch > last.epoch, iteration > last.iteration { countsOnlyIterations = true }
      first = first ?? epoch
      largest = max(largest ?? 0, iteration)
      last = (epoch, iteration)
    }
  }
}
