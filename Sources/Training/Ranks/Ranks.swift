import Recipes
import Torch

/// The processes of a run, as one of them sees them. A run's only process exchanges nothing.
///
/// Rank 0 leads: it takes requests, writes events, saves, and says by one small sum before each step what all do next.
public final class Ranks: @unchecked Sendable {
  // @unchecked: it is made before training begins and then belongs to the training queue.

  /// Seconds after which an exchange that hangs fails.
  static let patience = 40.0
  /// Seconds after which a rank without a sign of life counts as gone: well before torchrun kills who waits for it.
  static let longestSilence = 15.0

  /// Which of them this is.
  public let context: TrainingContext
  private let group: ProcessGroup?
  private let heartbeats: Heartbeats?
  private let threadCount: Int?
  private var restCount = 0
  private var othersRest = false
  /// Whether an exchange with another rank has failed: another start may go better.
  public private(set) var hasLostOne = false

  /// Those of a run with this process alone.
  public init(alone context: TrainingContext) {
    self.context = context
    (group, heartbeats, threadCount) = (nil, nil, nil)
  }

  /// Meets the others; returns when all are there.
  public init(meeting environment: RankEnvironment, _ context: TrainingContext) throws {
    self.context = context
    let group = try ProcessGroup(
      environment.meeting, rank: context.rank, size: context.worldSize, timeout: Ranks.patience)
    self.group = group
    threadCount = environment.threadCount
    heartbeats = Heartbeats(group, rank: context.rank, size: context.worldSize)
  }

  var isLeader: Bool { context.rank == 0 }
  var count: Int { context.worldSize }

  /// The places of a step's images that are this rank's: those of neighbouring micro-batches, as many for each rank.
  func share(of input: Recipe.Input) throws(RankError) -> Range<Int> {
    let microBatches = input.batchSize / input.microBatchSize
    guard microBatches.isMultiple(of: count) else {
      throw .uneven(microBatches: microBatches, ranks: count)
    }
    let each = input.batchSize / count
    return context.rank * each..<(context.rank + 1) * each
  }

  /// Has torch use as many threads as the recipe says or, where ranks share a machine, as are this one's.
  func setThreads(_ recipe: Recipe) { setThreads(recipe.run.threads) }

  /// Has torch use so many threads; nil: those that are this rank's.
  public func setThreads(_ count: Int?) {
    if let threads = count ?? threadCount { TorchRuntime.threadCount = threads }
  }
}

// MARK: - Who does what next

extension Ranks {
  /// Has all ranks do this next; called by the leader.
  func lead(_ command: RankCommand) throws {
    guard let group else { return }
    _ = try exchanging { try group.sum(command.numbers) }
  }

  /// What the leader has all do next; called by the others. Waits while the leader has something of its own to do.
  func next() throws -> RankCommand {
    guard let group else { return .end }
    while true {
      let numbers = try exchanging { try group.sum(RankCommand.end.numbers.map { _ in 0 }) }
      let command = try RankCommand(numbers)
      guard case .rest(let number) = command else { return command }
      try wait(for: "rested/\(number)", from: 0)
    }
  }

  /// Does something that the other ranks wait for however long it takes; called by the leader.
  func whileOthersRest<Result>(_ body: () throws -> Result) throws -> Result {
    guard group != nil, !othersRest else { return try body() }
    try rest()
    let result = try body()
    try wake()
    return result
  }

  /// Does something with the other ranks, though they may be resting; called by the leader.
  func withOthers<Result>(_ body: () throws -> Result) throws -> Result {
    guard othersRest else { return try body() }
    try wake()
    let result = try body()
    try rest()
    return result
  }

  private func rest() throws {
    restCount += 1
    try lead(.rest(number: restCount))
    othersRest = true
  }

  private func wake() throws {
    othersRest = false
    try exchanging { try group?.leave([1], under: "rested/\(restCount)") }
  }

  /// Lets the others know of something, by the name of it.
  public func tell(_ text: String, as name: String) throws {
    guard let group else { return }
    try exchanging { try group.leave(Array(text.utf8), under: "told/\(name)") }
  }

  /// Waits for what a rank tells by this name.
  public func hear(_ name: String, from rank: Int) throws -> String {
    String(decoding: try wait(for: "told/\(name)", from: rank), as: UTF8.self)
  }

  /// Lets the others know that another start would fail likewise.
  public func tellFailure(_ text: String) { try? tell(text, as: "failure") }

  /// Waits until every rank has come here; patient, as ranks read and build at their own speed.
  func gatherRound(_ name: String) throws {
    guard group != nil else { return }
    try tell("", as: "\(name)/\(context.rank)")
    for rank in 0..<count { _ = try hear("\(name)/\(rank)", from: rank) }
  }

  @discardableResult private func wait(for key: String, from rank: Int) throws -> [UInt8] {
    guard let group, let heartbeats else { return [] }
    return try exchanging {
      while true {
        if let found = try group.find(key) { return found }
        if let failure = try told("failure", group) { throw RankError.failed(failure) }
        let silence = try heartbeats.silence(of: rank)
        guard silence < Ranks.longestSilence else { throw RankError.silent(rank: rank, seconds: silence) }
        clockSleep(0.02)
      }
    }
  }
}

// MARK: - Sums and gatherings

extension Ranks {
  /// The sums of everybody's numbers.
  func sum(_ numbers: [Double]) throws -> [Double] {
    guard let group else { return numbers }
    return try exchanging { try group.sum(numbers) }
  }

  /// The sum of everybody's tensors.
  func sum(_ tensor: Tensor) throws -> Tensor {
    guard let group else { return tensor }
    return try exchanging { try withTorchErrors { group.sum(tensor) } }
  }

  /// Overwrites gradients by their sums over the ranks; what has none anywhere keeps none.
  public func sumGradients(of parameters: [Tensor]) throws {
    guard let group else { return }
    try exchanging {
      let holders = try group.sum(parameters.map { $0.grad == nil ? 0 : 1 })
      try withTorchErrors {
        group.sumGradients(of: zip(parameters, holders).filter { $1 > 0 }.map(\.0))
      }
    }
  }

  /// Everybody's numbers, however many each has, in the order of ranks.
  func gather(_ numbers: [Double]) throws -> [[Double]] {
    guard let group else { return [numbers] }
    return try exchanging {
      let counts = try self.counts(numbers.count, group)
      guard counts.contains(where: { $0 > 0 }) else { return counts.map { _ in [] } }
      let padded = numbers + Array(repeating: 0, count: (counts.max() ?? 0) - numbers.count)
      let all = try withTorchErrors { group.gather(Tensor(padded, device: .cpu)) }
      return counts.enumerated().map { rank, count in all[rank].narrow(0, 0, count).array(of: Double.self) }
    }
  }

  /// Everybody's rows, however many each has, in the order of ranks.
  func gather(rows: Tensor) throws -> Tensor {
    guard let group else { return rows }
    return try exchanging {
      let shape = rows.shape
      let counts = try self.counts(shape[0], group)
      guard counts.contains(where: { $0 > 0 }) else { return rows }
      return try withTorchErrors {
        let missing = (counts.max() ?? 0) - shape[0]
        let padding = Tensor.zeros([missing] + shape.dropFirst(), dtype: rows.dtype, device: rows.device)
        let all = group.gather(.concatenate([rows, padding]))
        return .concatenate(counts.enumerated().map { all[$0].narrow(0, 0, $1) })
      }
    }
  }

  private func counts(_ own: Int, _ group: ProcessGroup) throws -> [Int] {
    var counts = [Double](repeating: 0, count: count)
    counts[context.rank] = Double(own)
    return try group.sum(counts).map { Int($0) }
  }

  /// Turns a failed exchange into an error that says whose fault it is.
  private func exchanging<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      try heartbeats?.check()
      return try body()
    } catch let error as RankError {
      hasLostOne = hasLostOne || error.mayGoOn
      throw error
    } catch let error as TorchError {
      if let group, let failure = try? told("failure", group) { throw RankError.failed(failure) }
      hasLostOne = true
      throw RankError.lost(ranks: heartbeats?.silentRanks() ?? [], reason: error.message)
    }
  }

  private func told(_ name: String, _ group: ProcessGroup) throws -> String? {
    try group.find("told/\(name)").map { String(decoding: $0, as: UTF8.self) }
  }
}
