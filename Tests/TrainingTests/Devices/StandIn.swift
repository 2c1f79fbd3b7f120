import Foundation
import StandIn
import Torch

/// The stand-in for a GPU, and what it has counted.
enum StandInDevice {
  /// The device, registered when it is first asked for.
  static let device: Device = {
    standin_install()
    return .registered(0)
  }()

  /// What makes the host wait at a place.
  struct Wait: Hashable, CustomStringConvertible {
    let place: String
    let kind: String
    let operation: String

    var description: String { "\(place): \(operation) (\(kind))" }
  }

  /// Names what follows; a wait there counts or, where waits are refused, is an error.
  static func place(_ name: String, refusingWaits: Bool = false) { standin_place(name, refusingWaits) }

  /// The waits since the last call.
  static func takeWaits() -> [Wait: Int] {
    guard let text = standin_take_waits() else { return [:] }
    defer { free(text) }
    return String(cString: text).split(separator: "\n").reduce(into: [:]) { waits, line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      waits[Wait(place: parts[0], kind: parts[1], operation: parts[2])] = Int(parts[3])
    }
  }
}
