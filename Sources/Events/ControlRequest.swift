import Foundation

/// What is asked of a trainer.
public enum ControlRequest: String, Sendable, CaseIterable {
  /// Finish the step and wait.
  case pause
  /// Go on after a pause.
  case resume
  /// Write a checkpoint after this step and go on.
  case checkpoint
  /// Evaluate after this step and go on.
  case evaluate
  /// Finish the step, write a checkpoint and end.
  case stop
}

/// A request as it reaches the trainer: what is asked, and by whom.
public struct AskedRequest: Sendable, Equatable {
  /// Names the request in the trainer's answers.
  public let id: String
  /// What is asked.
  public let request: ControlRequest
  /// Who asks.
  public let requester: Requester

  /// A request of this name.
  public init(_ request: ControlRequest, by requester: Requester, id: String) {
    self.id = id
    self.request = request
    self.requester = requester
  }

  /// A request that is named by what cannot come twice.
  public init(_ request: ControlRequest, by requester: Requester) {
    self.init(request, by: requester, id: UUID().uuidString.lowercased())
  }
}

/// Who asks something of a trainer, and from where.
public struct Requester: Sendable, Equatable, CustomStringConvertible {
  /// The user's name.
  public let user: String
  /// The machine's.
  public let host: String
  /// The terminal the keys were struck at (`pts/3`), or the signal that came (`SIGTERM`); nil for a script.
  public let through: String?

  /// A requester of these names.
  public init(user: String, host: String, through: String?) {
    self.user = user
    self.host = host
    self.through = through
  }

  /// The user of this process, on this machine.
  public static func here(through: String?) -> Requester {
    Requester(user: user, host: hostName, through: through)
  }

  private static let user = NSUserName()

  /// The machine's own name for itself: no name service is asked, which may be away.
  public static let hostName: String = {
    var name = [UInt8](repeating: 0, count: 256)
    let length = name.count - 1
    let result = name.withUnsafeMutableBytes {
      gethostname($0.baseAddress!.assumingMemoryBound(to: CChar.self), length)
    }
    return result == 0 ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : "localhost"
  }()

  /// "ada@login1 (pts/3)".
  public var description: String { "\(user)@\(host)" + (through.map { " (\($0))" } ?? "") }
}
