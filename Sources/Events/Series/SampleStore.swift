/// All samples of a series in order of arrival, with summaries of 1024, 16 × 1024, 16² × 1024 … neighbours.
struct SampleStore: Sendable {
  private static let fanOut = 16

  private var sealed: [SampleChunk] = []
  /// The newest samples, before there are enough for a chunk.
  private var open = SampleColumns()
  /// From level 1 on: what 16 neighbours of the level below (level 0: the chunks' own) have in common.
  private var levels: [[SampleSummary]] = []

  private var sealedCount: Int { sealed.count * SampleChunk.length }
  var count: Int { sealedCount + open.count }

  subscript(index: Int) -> MetricSample {
    guard index < sealedCount else { return open[index - sealedCount] }
    return sealed[index / SampleChunk.length][index % SampleChunk.length]
  }

  func step(at index: Int) -> Int {
    guard index < sealedCount else { return open.step(at: index - sealedCount) }
    return sealed[index / SampleChunk.length].step(at: index % SampleChunk.length)
  }

  mutating func append(step: Int, time: Double, value: Double) {
    open.append(step: step, time: time, value: value)
    guard open.count == SampleChunk.length else { return }
    sealed.append(SampleChunk(open))
    open = SampleColumns()
    summarise(level: 1, of: sealed.count)
  }

  /// Adds the summaries that the last of so many blocks of the level below completes.
  private mutating func summarise(level: Int, of belowCount: Int) {
    guard belowCount.isMultiple(of: Self.fanOut) else { return }
    if levels.count < level { levels.append([]) }
    let group = belowCount - Self.fanOut..<belowCount
    levels[level - 1].append(
      group.reduce(into: SampleSummary()) { $0.formUnion(block($1, level: level - 1)) })
    summarise(level: level + 1, of: levels[level - 1].count)
  }

  private func block(_ index: Int, level: Int) -> SampleSummary {
    level == 0 ? sealed[index].summary : levels[level - 1][index]
  }
}

// MARK: - Summaries

extension SampleStore {
  /// What the samples of a range have in common, in time that grows with the logarithm of its length.
  func summary(of range: Range<Int>) -> SampleSummary {
    let length = SampleChunk.length
    var summary = SampleSummary()
    let end = min(range.upperBound, sealedCount)
    if range.lowerBound < end {
      let first = (range.lowerBound + length - 1) / length
      if first > end / length {
        summary.formUnion(part(range.lowerBound..<end))
      } else {
        summary.formUnion(part(range.lowerBound..<first * length))
        unite(first..<end / length, level: 0, into: &summary)
        summary.formUnion(part(end / length * length..<end))
      }
    }
    let start = max(range.lowerBound, sealedCount) - sealedCount
    let rest = range.upperBound - sealedCount
    if start < rest { summary.formUnion(SampleSummary(open.values[start..<rest])) }
    return summary
  }

  /// Samples within one chunk.
  private func part(_ range: Range<Int>) -> SampleSummary {
    guard !range.isEmpty else { return SampleSummary() }
    let chunk = range.lowerBound / SampleChunk.length
    let start = chunk * SampleChunk.length
    return sealed[chunk].summary(of: range.lowerBound - start..<range.upperBound - start)
  }

  /// Takes in blocks of a level, whole groups of them from the level above.
  private func unite(_ blocks: Range<Int>, level: Int, into summary: inout SampleSummary) {
    let first = (blocks.lowerBound + Self.fanOut - 1) / Self.fanOut
    let end = blocks.upperBound / Self.fanOut
    guard level < levels.count, first < end else {
      for index in blocks { summary.formUnion(block(index, level: level)) }
      return
    }
    for index in blocks.lowerBound..<first * Self.fanOut { summary.formUnion(block(index, level: level)) }
    unite(first..<end, level: level + 1, into: &summary)
    for index in end * Self.fanOut..<blocks.upperBound { summary.formUnion(block(index, level: level)) }
  }
}
