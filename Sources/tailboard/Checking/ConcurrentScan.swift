import Dispatch
import Synchronization

/// Does something with each of many things on all cores, a portion at a time so that progress can be told.
///
/// - Returns: what came of each, in order.
func concurrentScan<Finding: Sendable>(
  _ count: Int, portion: Int, progress: (Double) -> Void, _ body: @escaping @Sendable (Int) -> Finding
) -> [Finding] {
  var findings: [Finding] = []
  findings.reserveCapacity(count)
  for start in stride(from: 0, to: count, by: portion) {
    let range = start..<min(start + portion, count)
    let lanes = 16
    let parts = Mutex([[Finding]](repeating: [], count: lanes))
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      let (from, to) = (range.count * lane / lanes, range.count * (lane + 1) / lanes)
      let part = (range.lowerBound + from..<range.lowerBound + to).map(body)
      parts.withLock { $0[lane] = part }
    }
    findings += parts.withLock { $0.flatMap(\.self) }
    progress(Double(range.upperBound) / Double(count))
  }
  return findings
}
