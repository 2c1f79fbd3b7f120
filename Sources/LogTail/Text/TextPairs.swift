import CLogBytes
import Foundation

/// What a line of text says of when it was written.
struct TextMarks {
  /// The epoch, as it is counted there.
  var epoch = Double.nan
  /// Whether the first epoch is 0.
  var countsEpochsFromZero = false
  /// The step, or the iteration of the epoch.
  var iteration: Int?
  /// How many iterations there are: of the epoch, where that is told too.
  var iterationCount: Int?
  var phase = LogRecord.Phase.training
  /// Whether a word for training or validation stood there.
  var namesPhase = false
  /// Whether it tells how far something is that is no training: a test's progress, or an estimate of the time left.
  var isProgress = false
  /// Whether the iteration is a progress bar's.
  var isBar = false

  /// Whether the line says when it was written.
  var isPlaced: Bool { iteration != nil || !epoch.isNaN || namesPhase }
}

/// The pairs of a name and a number in a line of text: `loss: 0.43`, `lr=0.1`, `'loss': 2.5`, whatever is around them.
/// Units and means in brackets are passed over; what tells the step is a mark.
struct TextPairs {
  private enum Role { case scalar, ignored, estimate, epoch, iteration }

  private var keys = KeyTable()
  private var roles: [Role] = [.ignored]
  private var previous = 0
  /// The names of the scalars read last, one after another: the shape of the line.
  private(set) var shape = 0
  private(set) var isEvaluation = false
  /// Whether any of the values is a metric, and none of them only a time.
  private(set) var hasMetrics = false
  private(set) var marks = TextMarks()

  /// Reads a line; its values stand at the end of the batch then.
  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    marks = TextMarks()
    (previous, shape, isEvaluation, hasMetrics) = (0, 0, false, false)
    guard let start = line.baseAddress else { return }
    var position = 0
    while position < line.count, let mark = tb_log_mark(start + position, line.count - position) {
      let index = UnsafeRawPointer(mark) - start
      position = index + 1
      if line[index] == UInt8(ascii: "[") {
        position = TextBrackets(line, at: index).read(into: &marks) ?? position
      } else if let key = TextKey(line, before: index) {
        position = pair(line, key: key, mark: index, into: &batch) ?? position
      }
    }
  }

  /// Reads the number behind a name; returns where it ends, nil where there is none.
  private mutating func pair(
    _ line: UnsafeRawBufferPointer, key: TextKey, mark: Int, into batch: inout LogBatch
  ) -> Int? {
    guard let number = TextNumber(line, after: mark) else { return nil }
    if Self.namesSource(line, mark: mark, end: number.end) { return number.end }
    let entry = entry(of: UnsafeRawBufferPointer(rebasing: line[key.range]), in: &batch)
    switch roles[entry] {
    case .ignored: break
    case .estimate: marks.isProgress = true
    case .epoch:
      marks.epoch = number.value
    case .iteration:
      if number.isWhole {
        marks.iteration = number.integer
        marks.iterationCount = number.count
      }
    case .scalar:
      guard number.count == nil else { return nil }
      shape = (shape &* 31 &+ entry) & 0xFFFF_FFFF
      if keys.entries[entry].isEvaluation { isEvaluation = true }
      if !Self.times.contains(batch.names[keys.entries[entry].name].original) { hasMetrics = true }
      batch.values.append(LogValue(name: keys.entries[entry].name, value: number.value))
    }
    return number.end
  }

  /// Whether a place in a program stands there, as loguru writes it: `yolox.core.trainer:254 - `.
  @inline(__always)
  private static func namesSource(_ line: UnsafeRawBufferPointer, mark: Int, end: Int) -> Bool {
    guard end + 2 < line.count, line[end] == 0x20, line[end + 1] == UInt8(ascii: "-"), line[end + 2] == 0x20
    else {
      return false
    }
    return line[mark] == UInt8(ascii: ":") && (0x30...0x39).contains(line[mark + 1])
  }

  private static let times: Set<String> = [
    "time", "data_time", "data", "iter_time", "last_time", "last_data_time",
  ]

  @inline(__always)
  private mutating func entry(of name: UnsafeRawBufferPointer, in batch: inout LogBatch) -> Int {
    let key = name.assumingMemoryBound(to: UInt8.self)
    if let entry = keys.predicted(after: previous, key: key) {
      previous = entry
      return entry
    }
    let entry = keys.index(of: key, parent: 0, after: previous) { .scalar }
    previous = entry
    while roles.count < keys.entries.count {
      roles.append(newRole(String(decoding: key, as: UTF8.self), in: &batch))
    }
    return entry
  }

  private mutating func newRole(_ name: String, in batch: inout LogBatch) -> Role {
    let role = Self.role(of: name)
    guard role == .scalar, let last = keys.entries.indices.last else { return role }
    let scalar = TextLines.ownNames[name].map { ScalarName(name, meaning: .scalar($0)) } ?? ScalarName(name)
    keys.entries[last].name = batch.names.count
    keys.entries[last].isEvaluation = scalar.isEvaluation
    batch.names.append(scalar)
    return .scalar
  }

  private static func role(of name: String) -> Role {
    let lowered = name.lowercased()
    switch StepName.rank(of: String(lowered.split(separator: " ").last ?? "")) {
    case StepName.epochRank where lowered.contains(" "): return .epoch
    default: break
    }
    switch StepName.rank(of: lowered) {
    case StepName.epochRank: return .epoch
    case .some: return .iteration
    case nil: break
    }
    if lowered == "eta" { return .estimate }
    let ignored = ["memory", "mem", "size", "v_num", "img_size", "rank", "pid", "seed"]
    let isIgnored =
      ignored.contains(lowered) || lowered.contains("max") && lowered.contains("mem")
      || lowered.hasSuffix("_mem") || lowered.hasSuffix(" mem") || lowered.hasSuffix("copypaste")
    return isIgnored ? .ignored : .scalar
  }
}
