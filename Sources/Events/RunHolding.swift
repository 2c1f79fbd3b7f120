/// Who holds a run, as its folder tells.
public enum RunHolding: Sendable, Equatable {
  /// A trainer is at work on it.
  case live(TrainerIdentity)
  /// Its trainer is there, but stopped by a signal (C-z, SIGSTOP) until SIGCONT.
  case suspended(TrainerIdentity)
  /// Its trainer ended without saying so: killed, or its machine went away. `lastSign` is when it was last seen.
  case died(TrainerIdentity, lastSign: Double)
  /// Nobody: its last trainer ended in order, or there never was one.
  case free

  /// The trainer that takes requests, if there is one.
  public var holder: TrainerIdentity? {
    switch self {
    case .live(let trainer), .suspended(let trainer): trainer
    case .died, .free: nil
    }
  }
}

/// A trainer's process.
public struct TrainerIdentity: Sendable, Equatable, CustomStringConvertible {
  /// The machine it runs on.
  public let host: String
  /// Its process there.
  public let pid: Int
  /// Whose process it is.
  public let user: String
  /// Since when it has held the run, in seconds since 1970.
  public let since: Double

  /// A process of these facts.
  public init(host: String, pid: Int, user: String, since: Double) {
    self.host = host
    self.pid = pid
    self.user = user
    self.since = since
  }

  /// "process 4711 on login1".
  public var description: String { "process \(pid) on \(host)" }
}
