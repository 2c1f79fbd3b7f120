/// Brackets that tell how far training is: `Epoch [1][50/7330]`, `Epoch: [0]  [ 10/1000]`, `Iter(train) [50/90000]`,
/// `Train Epoch: 1 [6400/60000 (11%)]`, tqdm's `10/20 [00:01<00:01]`.
struct TextBrackets {
  private let line: UnsafeRawBufferPointer
  private let start: Int

  init(_ line: UnsafeRawBufferPointer, at bracket: Int) {
    self.line = line
    start = bracket
  }

  /// Takes what the brackets say; returns where they end, nil where they say nothing.
  func read(into marks: inout TextMarks) -> Int? {
    var end = skipSpace(before: start)
    guard end > 0 else { return nil }
    if isDigit(line[end - 1]) { return readBehindNumber(end, into: &marks) }
    let hasColon = line[end - 1] == UInt8(ascii: ":")
    if hasColon { end = skipSpace(before: end - 1) }
    let phase = takePhase(&end)
    switch word(before: end) {
    case "epoch": return readEpoch(phase, hasColon: hasColon, into: &marks)
    case "iter", "iteration", "step": return readIteration(phase, into: &marks)
    case "test", "val", "valid", "eval":
      marks.isProgress = true
      return nil
    default: return nil
    }
  }

  /// The numbers in the brackets here, `a` or `a/b`, and where they end.
  private func numbers(at position: Int) -> (first: Int, count: Int?, end: Int)? {
    var cursor = TextCursor(line, at: position)
    guard cursor.take("["), let first = cursor.number() else { return nil }
    let count = cursor.take("/") ? cursor.number() : nil
    guard let close = line[min(cursor.position, line.count)...].firstIndex(of: UInt8(ascii: "]")) else {
      return nil
    }
    return (first, count, close + 1)
  }

  private func readEpoch(_ phase: LogRecord.Phase?, hasColon: Bool, into marks: inout TextMarks) -> Int? {
    guard let epoch = numbers(at: start) else { return nil }
    marks.phase = phase ?? .training
    marks.namesPhase = phase != nil
    let next = numbers(at: epoch.end)
    // A validation's only bracket counts its images.
    guard phase != .validation || next != nil else { return epoch.end }
    marks.epoch = Double(epoch.first)
    marks.countsEpochsFromZero = hasColon
    guard let next else { return epoch.end }
    if phase != .validation, let count = next.count {
      (marks.iteration, marks.iterationCount) = (next.first, count)
    }
    return next.end
  }

  private func readIteration(_ phase: LogRecord.Phase?, into marks: inout TextMarks) -> Int? {
    guard let iteration = numbers(at: start) else { return nil }
    marks.phase = phase ?? .training
    marks.namesPhase = phase != nil
    if phase != .validation { marks.iteration = iteration.first }
    return iteration.end
  }

  /// Brackets behind a number: behind an epoch the iterations of it, behind tqdm's fraction times that say nothing.
  private func readBehindNumber(_ end: Int, into marks: inout TextMarks) -> Int? {
    let first = number(before: end)
    if first.start > 1, line[first.start - 1] == UInt8(ascii: "/"), isDigit(line[first.start - 2]) {
      let part = number(before: first.start - 1)
      if marks.iteration == nil {
        (marks.iteration, marks.iterationCount, marks.isBar) = (part.value, first.value, true)
      }
      return line[start...].firstIndex(of: UInt8(ascii: "<")).map { $0 + 1 }
    }
    guard !marks.epoch.isNaN, marks.iteration == nil, let iteration = numbers(at: start),
      let count = iteration.count
    else { return nil }
    (marks.iteration, marks.iterationCount) = (iteration.first, count)
    return iteration.end
  }

  // MARK: What stands before

  private func skipSpace(before end: Int) -> Int {
    var end = end
    while end > 0, line[end - 1] == 0x20 || line[end - 1] == 0x09 { end -= 1 }
    return end
  }

  private func takePhase(_ end: inout Int) -> LogRecord.Phase? {
    guard end > 0, line[end - 1] == UInt8(ascii: ")"),
      let open = line[..<end].lastIndex(of: UInt8(ascii: "("))
    else { return nil }
    let word = String(decoding: line[(open + 1)..<(end - 1)], as: UTF8.self)
    guard let phase = LogRecord.Phase(word: word) else { return nil }
    end = open
    return phase
  }

  private func word(before end: Int) -> String {
    var first = end
    while first > 0, end - first < 12, (line[first - 1] | 0x20) &- 0x61 < 26 { first -= 1 }
    return String(decoding: line[first..<end], as: UTF8.self).lowercased()
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private func number(before end: Int) -> (value: Int, start: Int) {
    var first = end
    while first > 0, end - first < 18, isDigit(line[first - 1]) { first -= 1 }
    return (line[first..<end].reduce(0) { 10 * $0 + Int($1 - 0x30) }, first)
  }
}
