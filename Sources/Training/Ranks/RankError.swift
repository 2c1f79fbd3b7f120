/// Why processes cannot train together.
public enum RankError: Error, Equatable {
  /// Exchanges with others fail; those that have given no sign since.
  case lost(ranks: [Int], reason: String)
  /// A rank that somebody waits for gives no sign.
  case silent(rank: Int, seconds: Double)
  /// The store where the ranks meet is gone.
  case orphaned
  /// The leader has given the run up, for a reason that another start would not mend.
  case failed(String)
  /// Micro-batches that cannot be dealt evenly.
  case uneven(microBatches: Int, ranks: Int)
  /// The processes are of other recipes or versions.
  case strangeCommand(Double)

  /// Whether another start may go better.
  public var mayGoOn: Bool {
    switch self {
    case .lost, .silent, .orphaned: true
    case .failed, .uneven, .strangeCommand: false
    }
  }
}

extension RankError: CustomStringConvertible {
  /// What happened to which rank, and what follows.
  public var description: String {
    switch self {
    case .lost(let ranks, let reason):
      "\(RankError.phrase(ranks)) (\(reason)). The run can go on from its last checkpoint: torchrun starts it again where restarts are left, --continue does it by hand."
    case .silent(let rank, let seconds):
      "rank \(rank) has given no sign for \(Int(seconds)) s: stopped, or its machine is gone. The run can go on from its last checkpoint."
    case .orphaned:
      "torchrun, which started the ranks and keeps their store, is gone. The run can go on from its last checkpoint with --continue."
    case .failed(let reason): "rank 0 has given up: \(reason)"
    case .uneven(let microBatches, let ranks):
      "a step of \(microBatches) micro-batches cannot be dealt evenly to \(ranks) ranks: set input.batch or input.micro_batch so that input.batch / input.micro_batch is a multiple of \(ranks)."
    case .strangeCommand(let code):
      "rank 0 asks for something unknown (\(code)): are all ranks of one version of tailboard?"
    }
  }

  private static func phrase(_ ranks: [Int]) -> String {
    switch ranks.count {
    case 0: "an exchange between the ranks failed, though all give signs of life"
    case 1: "rank \(ranks[0]) is gone or stopped"
    default: "ranks \(ranks.map(String.init).joined(separator: ", ")) are gone or stopped"
    }
  }
}
