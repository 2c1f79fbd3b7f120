import Foundation
import Recipes
import Torch

/// What torchrun tells each process that it starts.
public struct RankEnvironment: Sendable, Equatable {
  /// This process among all.
  public let rank: Int
  /// All processes.
  public let worldSize: Int
  /// This process among those of its machine.
  public let localRank: Int
  /// The processes of its machine.
  public let localWorldSize: Int
  /// How often torchrun has started the processes anew.
  public let restartCount: Int
  let host: String
  let port: UInt16
  let storeIsAgents: Bool

  /// Nil where nobody has started this process as one of several.
  public init?(_ variables: [String: String]) {
    func number(_ name: String) -> Int? { variables[name].flatMap { Int($0) } }
    guard let rank = number("RANK"), let worldSize = number("WORLD_SIZE"), (0..<worldSize).contains(rank),
      let host = variables["MASTER_ADDR"], let port = variables["MASTER_PORT"].flatMap({ UInt16($0) })
    else { return nil }
    self.rank = rank
    self.worldSize = worldSize
    self.host = host
    self.port = port
    localRank = number("LOCAL_RANK") ?? 0
    localWorldSize = number("LOCAL_WORLD_SIZE") ?? 1
    restartCount = number("TORCHELASTIC_RESTART_COUNT") ?? 0
    storeIsAgents = variables["TORCHELASTIC_USE_AGENT_STORE"] == "True"
  }

  /// This process's own.
  public static var ofThisProcess: RankEnvironment? { RankEnvironment(ProcessInfo.processInfo.environment) }

  /// Where the processes meet: another place after each restart, for what they left last time is still in the store.
  var meeting: ProcessGroup.Meeting {
    ProcessGroup.Meeting(
      host: host, port: port, serves: !storeIsAgents && rank == 0, name: "tailboard/\(restartCount)",
      address: localWorldSize == worldSize ? "127.0.0.1" : nil)
  }

  /// Torch threads of a process that shares its machine with others.
  public var threadCount: Int { max(ProcessInfo.processInfo.activeProcessorCount / localWorldSize, 1) }
}

extension TrainingContext {
  /// One of several processes, on the device that is chosen: with ranks each its own GPU.
  public init(_ choice: Recipe.Run.DeviceChoice, _ environment: RankEnvironment) throws(DeviceError) {
    self.init(
      device: try choice.device(local: environment.localRank), rank: environment.rank,
      worldSize: environment.worldSize)
  }
}
