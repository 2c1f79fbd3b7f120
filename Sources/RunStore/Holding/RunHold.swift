import Dispatch
import Events
import Foundation
import Synchronization

/// The right to write a folder, a run's or a comparison's, for as long as this process has it.
///
/// It is `trainer.json` under an exclusive lock, with a sign of life every ten seconds. Neither is trusted alone: on
/// network file systems locks lie. A holder that died gives way; one that only seemed to, frozen on another machine,
/// finds out before it writes again.
public final class RunHold: @unchecked Sendable {
  // @unchecked: after init `timer` is only cancelled, which any thread may.
  /// The holder that died and gave way, if there was one, and when it was last seen.
  public let predecessor: (trainer: TrainerIdentity, lastSign: Double)?

  /// When the folder was taken, by the file system's clock, in seconds since 1970.
  public let start: Double

  private let folder: String
  private let claim: Mutex<Claim>
  private let timer: any DispatchSourceTimer

  /// Takes a folder that exists; throws who holds it where somebody does.
  public init(_ folder: String) throws(RunStoreError) {
    self.folder = folder
    let (claim, predecessor) = try Claim.take(folder)
    self.predecessor = predecessor
    start = claim.start
    self.claim = Mutex(claim)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tailboard.heartbeat", qos: .utility))
    timer.schedule(
      deadline: .now() + TrainerRecord.heartbeat, repeating: TrainerRecord.heartbeat, leeway: .seconds(1))
    timer.setEventHandler { [weak self] in self?.giveSign() }
    timer.resume()
  }

  deinit { release() }

  /// Throws who has the folder now where this process has lost it. Costs the reading of a clock, unless this process
  /// was held up for so long that others may have taken it for dead: then it looks.
  public func confirm() throws(RunStoreError) { try confirm(at: .now) }

  func confirm(at now: ContinuousClock.Instant) throws(RunStoreError) {
    let replacement = claim.withLock { claim in
      if claim.isOld(at: now) { claim.check() }
      return claim.replacement
    }
    if let replacement { throw .replaced(folder: folder, by: replacement) }
  }

  /// Gives the folder free.
  public func release() {
    timer.cancel()
    claim.withLock { $0.release() }
  }

  /// Looks whether the folder is still this process's, and shows that it lives.
  func giveSign() { claim.withLock { $0.giveSign() } }
}
