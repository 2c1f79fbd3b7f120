/// Words that tell the step without a mark behind them: `step 100`, `Epoch 3/50`, `Iter 20`.
struct TextWords {
  private let line: UnsafeRawBufferPointer

  init(_ line: UnsafeRawBufferPointer) { self.line = line }

  /// Takes what the words say.
  func read(into marks: inout TextMarks) {
    if marks.epoch.isNaN, let epoch = number(behind: "poch", initial: UInt8(ascii: "e")) {
      marks.epoch = Double(epoch)
    }
    guard marks.iteration == nil else { return }
    for (rest, initial) in [
      ("tep", UInt8(ascii: "s")), ("teration", UInt8(ascii: "i")), ("ter", UInt8(ascii: "i")),
    ] {
      guard let step = number(behind: rest, initial: initial) else { continue }
      marks.iteration = step
      return
    }
  }

  /// The number behind a word, which a space, a colon or a sign parts from it.
  private func number(behind rest: String, initial: UInt8) -> Int? {
    guard let offset = line.firstOffset(of: rest), offset > 0, line[offset - 1] | 0x20 == initial else {
      return nil
    }
    if offset > 1, (line[offset - 2] | 0x20) &- 0x61 < 26 { return nil }
    var cursor = TextCursor(line, at: offset + rest.utf8.count)
    guard cursor.skipSpace() > 0, let number = cursor.number() else { return nil }
    if cursor.byte == UInt8(ascii: "/") { return cursor.fraction() == nil ? nil : number }
    return cursor.isAtDelimiter ? number : nil
  }
}
