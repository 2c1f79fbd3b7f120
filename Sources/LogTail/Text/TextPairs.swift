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
  /// What a name stands for; a duration is a scalar that is no metric.
  private enum Role { case scalar, duration, ignored, estimate, epoch, iteration }

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
      } else {
        position = pair(line, mark: index, into: &batch) ?? position
      }
    }
  }

  /// Reads the name before a mark and the number behind it; returns where that ends, nil where there are none.
  @inline(__always)
  private mutating func pair(_ line: UnsafeRawBufferPointer, mark: Int, into batch: inout LogBatch) -> Int? {
    let predicted = keys.predicted(after: previous, before: mark, in: line)
    let key = predicted == nil ? TextKey(line, before: mark)?.range : 0..<0
    guard let key, let number = TextNumber(line, after: mark) else { return nil }
    if Self.namesSource(line, mark: mark, end: number.end) { return number.end }
    let entry = predicted ?? entry(of: UnsafeRawBufferPointer(rebasing: line[key]), in: &batch)
    previous = entry
    return take(number, of: entry, into: &batch) ? number.end : nil
  }

  /// Takes a number for what its name says; false where it is no value of that.
  @inline(__always)
  private mutating func take(_ number: TextNumber, of entry: Int, into batch: inout LogBatch) -> Bool {
    let role = roles[entry]
    switch role {
    case .ignored: break
    case .estimate: marks.isProgress = true
    case .epoch:
      marks.epoch = number.value
    case .iteration:
      if number.isWhole {
        marks.iteration = number.integer
        marks.iterationCount = number.count
      }
    case .scalar, .duration:
      guard number.count == nil else { return false }
      shape = (shape &* 31 &+ entry) & 0xFFFF_FFFF
      if keys.entries[entry].isEvaluation { isEvaluation = true }
      if role == .scalar { hasMetrics = true }
      batch.values.append(LogValue(name: keys.entries[entry].name, value: number.value))
    }
    return true
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

  private static let durations: Set<String> = [
    "time", "data_time", "data", "iter_time", "last_time", "last_data_time",
  ]

  private mutating func entry(of name: UnsafeRawBufferPointer, in batch: inout LogBatch) -> Int {
    let key = name.assumingMemoryBound(to: UInt8.self)
    let entry = keys.index(of: key, parent: 0, after: previous) { .scalar }
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
    return Self.durations.contains(name) ? .duration : .scalar
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
