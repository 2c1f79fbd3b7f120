import Recipes
import Torch

/// Where a process trains, and which of a run's processes it is. Passed to whoever makes tensors: there is no default.
public struct TrainingContext: Sendable, Equatable {
  /// What this process computes on.
  public let device: Device
  /// Its number among the run's processes; 0 takes requests, writes events and saves.
  public let rank: Int
  /// How many processes train together.
  public let worldSize: Int

  /// The process of this rank.
  public init(device: Device, rank: Int, worldSize: Int) {
    precondition((0..<worldSize).contains(rank), "rank \(rank) of \(worldSize)")
    self.device = device
    self.rank = rank
    self.worldSize = worldSize
  }

  /// A run's only process, on the device that is chosen, which must be there.
  public init(alone choice: Recipe.Run.DeviceChoice) throws(DeviceError) {
    self.init(device: try choice.device(local: 0), rank: 0, worldSize: 1)
  }
}

extension Recipe.Run.DeviceChoice {
  /// The device of the process that is number `local` on its machine.
  func device(local: Int) throws(DeviceError) -> Device {
    switch self {
    case .cpu: return .cpu
    case .cuda(let index): return try Device.cuda(index ?? local).found()
    case .automatic:
      let accelerators = Device.available.dropFirst()
      return local < accelerators.count ? accelerators[1 + local] : .cpu
    }
  }
}
