import Events
import Foundation

/// What lines of a text log say besides results.
enum LineMarks {
  /// Whether a line may hold results, or name the task of those that follow.
  static func mayHoldResults(_ line: UnsafeRawBufferPointer) -> Bool {
    ["AP", "AR)", "|", "+-", "bbox", "segm"].contains { line.firstOffset(of: $0) != nil }
  }

  /// The task whose results follow: `Evaluating bbox...`, `Evaluate annotation type *segm*`.
  static func task(of line: UnsafeRawBufferPointer) -> EvaluationTask? {
    guard ["valuat", "Per-category", "results"].contains(where: { line.firstOffset(of: $0) != nil }) else {
      return nil
    }
    let ends = EvaluationTask.allCases.compactMap { task in
      end(of: task.rawValue, in: line).map { (task, $0) }
    }
    return ends.min { $0.1 < $1.1 }?.0
  }

  /// The step a line tells: `Epoch [2][50/7330]` (within its epoch), `Iter [50/90000]`, `iter: 50`, `step 50`.
  static func step(of line: UnsafeRawBufferPointer) -> Int? {
    if let start = end(of: "Epoch", in: line) { return stepInEpoch(TextCursor(line, at: start)) }
    if let start = end(of: "Iter", in: line) {
      var cursor = TextCursor(line, at: start)
      cursor.skipWord("(train)")
      return cursor.take("[") ? cursor.number() : nil
    }
    for word in ["iteration", "iter", "step"] {
      guard let start = end(of: word, in: line) else { continue }
      var cursor = TextCursor(line, at: start)
      let spaces = cursor.skipSpace()
      if cursor.take(":") || cursor.take("=") || spaces > 0 { return cursor.number() }
    }
    return nil
  }

  private static func stepInEpoch(_ start: TextCursor) -> Int? {
    var cursor = start
    cursor.skipWord("(train)")
    guard cursor.take("["), let epoch = cursor.number(), cursor.take("]"), cursor.take("["),
      let iteration = cursor.number(), cursor.take("/"), let length = cursor.number()
    else { return nil }
    return max(epoch &- 1, 0) &* length &+ iteration
  }

  /// Where a word's first place in a line ends.
  private static func end(of word: String, in line: UnsafeRawBufferPointer) -> Int? {
    line.firstOffset(of: word).map { $0 + word.utf8.count }
  }
}

/// A place in a line of text.
struct TextCursor {
  private let line: UnsafeRawBufferPointer
  private var position: Int

  init(_ line: UnsafeRawBufferPointer, at position: Int) {
    self.line = line
    self.position = position
  }

  /// Moves behind spaces; returns how many there were.
  @discardableResult
  mutating func skipSpace() -> Int {
    let start = position
    while position < line.count, line[position] == 0x20 || line[position] == 0x09 { position += 1 }
    return position - start
  }

  mutating func skipWord(_ word: String) {
    if line[position...].starts(with: word.utf8) { position += word.utf8.count }
  }

  /// Moves behind a character, spaces before it included, if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < line.count, line[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// The whole number here, spaces before it passed over.
  mutating func number() -> Int? {
    skipSpace()
    let digits = line[position...].prefix { (0x30...0x39).contains($0) }.prefix(18)
    guard !digits.isEmpty else { return nil }
    position += digits.count
    return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
  }
}
