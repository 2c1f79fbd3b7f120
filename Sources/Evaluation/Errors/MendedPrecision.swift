import Events

/// AP of one class at IoU 0.5 as TIDE computes it, from 0 to 1: as it is, and with one kind of error mended.
struct MendedPrecision {
  private let entries: [Judgement]
  private let category: Int32
  private let truthCount: Int
  private let missedCount: Int
  /// Places of `entries` from the best score on: equal ones in order of appearance, or false ones before true ones.
  private let order: [Int]
  private let mendedOrder: [Int]

  /// - Parameter judgements: those of the class, and those of others whose mending gives it a true positive, in order of images.
  init(_ judgements: [Judgement], category: Int, truthCount: Int) {
    self.category = Int32(category)
    self.truthCount = truthCount
    entries = judgements.filter { $0.error != .missed }
    missedCount = judgements.count - entries.count
    let entries = entries
    order = entries.indices.sorted { (entries[$1].score, $0) < (entries[$0].score, $1) }
    mendedOrder = order.breakingTies(of: entries)
  }

  /// AP as it is; nil where there is neither a truth nor a detection.
  var precision: Double? {
    average(order, truthCount: truthCount) { judgement in
      judgement.category == category && judgement.counts ? judgement.error == nil : nil
    }
  }

  /// AP with one kind of error mended; nil where then there is neither a truth nor a detection.
  func precision(mending kind: ErrorKind) -> Double? {
    average(mendedOrder, truthCount: truthCount - (kind == .missed ? missedCount : 0)) { judgement in
      if judgement.error == kind { return judgement.mendedClass == category ? true : nil }
      return judgement.category == category && judgement.counts ? judgement.error == nil : nil
    }
  }

  /// Mean precision at 101 recalls, each the best that is reached there or beyond.
  ///
  /// - Parameter isTrue: whether a judgement is a true or a false positive; nil where it is neither.
  private func average(_ order: [Int], truthCount: Int, isTrue: (Judgement) -> Bool?) -> Double? {
    var precisions: [Double] = [], count = 0
    for index in order {
      guard let isTrue = isTrue(entries[index]) else { continue }
      count += 1
      if isTrue { precisions.append(Double(precisions.count + 1) / Double(count)) }
    }
    guard truthCount > 0 || count > 0 else { return nil }
    return precisions.interpolated(truthCount: truthCount) { Double($0) / 100 }.reduce(0, +) / 101
  }
}

extension [Int] {
  /// Of an order by descending score, that in which equal scores have errors before what found a truth.
  fileprivate func breakingTies(of entries: [Judgement]) -> [Int] {
    var result = self
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, entries[self[end]].score == entries[self[start]].score { end += 1 }
      if end - start > 1 {
        let tied = self[start..<end]
        result.replaceSubrange(
          start..<end,
          with: tied.filter { entries[$0].error != nil } + tied.filter { entries[$0].error == nil })
      }
      start = end
    }
    return result
  }
}

extension [Double] {
  /// Of the precision down to each true positive that at the 101 recalls, each the best that is reached there or beyond.
  func interpolated(truthCount: Int, recall: (Int) -> Double) -> [Double] {
    guard !isEmpty else { return [Double](repeating: 0, count: 101) }
    var best = self
    for hit in best.indices.dropLast().reversed() { best[hit] = Swift.max(best[hit], best[hit + 1]) }
    var hit = 0
    return (0...100).map { point in
      while hit < best.count, Double(hit + 1) / Double(truthCount) < recall(point) { hit += 1 }
      return hit < best.count ? best[hit] : 0
    }
  }
}
