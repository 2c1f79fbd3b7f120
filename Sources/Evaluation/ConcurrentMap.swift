import Dispatch
import Synchronization

/// A function's values at 0 ..< count, computed on all cores; throws the error of the least index of those that failed.
func concurrentMap<Value: Sendable>(
  _ count: Int, _ value: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let chunkCount = min(count, 64)
  let chunks = Mutex([Result<[Value], any Error>?](repeating: nil, count: chunkCount))
  DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
    let range = chunk * count / chunkCount..<(chunk + 1) * count / chunkCount
    let values = Result { try range.map(value) }
    chunks.withLock { $0[chunk] = values }
  }
  return try chunks.withLock { try $0.flatMap { try $0?.get() ?? [] } }
}
