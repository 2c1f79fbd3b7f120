import Events

/// Something wrong with a run that its user should know at a glance.
struct Alert: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// A value that is not finite, and the checkpoint to go back to.
    case notFinite(MetricKey, step: Int, lastCheckpoint: Int?)
    /// The smoothed loss has risen to a multiple of its lowest.
    case diverging(step: Int, factor: Double, lastCheckpoint: Int?)
    /// AP of all classes rose while that of rare ones fell, in points.
    case rareFalling(step: Int, rare: Double, all: Double)
    /// The trainer ended with an error.
    case failed
    /// The trainer ended without a word.
    case died(TrainerIdentity, folder: String?)
  }

  let kind: Kind
  let time: Double

  var level: LogLevel {
    switch kind {
    case .notFinite, .diverging, .failed, .died: .error
    case .rareFalling: .warning
    }
  }

  var text: String {
    switch kind {
    case .notFinite(let key, let step, let checkpoint):
      "\(key) is not finite at step \(step) · \(Self.wayBack(to: checkpoint))"
    case .diverging(let step, let factor, let checkpoint):
      "loss is \(factor.fixed(1))× its lowest at step \(step) · \(Self.wayBack(to: checkpoint))"
    case .rareFalling(let step, let rare, let all):
      "rare AP \(rare.signed(1)) while all \(all.signed(1)) at step \(step)"
    case .failed: "the trainer failed: the log says why"
    case .died(let trainer, let folder):
      "its trainer, \(trainer), died · tailboard train --resume \(folder ?? "RUN") goes on"
    }
  }

  private static func wayBack(to checkpoint: Int?) -> String {
    checkpoint.map { "last good checkpoint: step \($0)" } ?? "no checkpoint yet"
  }
}

/// Watches the loss for divergence: twice its lowest smoothed value, once until it has come back.
struct DivergenceWatch: Sendable, Equatable {
  private static let memory = 0.98
  private static let patience = 100
  private static let factor = 2.0

  private var smoothed: Double?
  private var lowest = Double.infinity
  private var stepCount = 0
  private var hasDiverged = false

  /// Takes in a loss; answers with how many times its lowest the smoothed loss is when that becomes alarming.
  mutating func record(_ loss: Double) -> Double? {
    guard loss.isFinite else { return nil }
    stepCount += 1
    let value = smoothed.map { $0 * Self.memory + loss * (1 - Self.memory) } ?? loss
    smoothed = value
    guard stepCount > Self.patience else { return nil }
    lowest = min(lowest, value)
    let wasDiverged = hasDiverged
    hasDiverged = lowest > 0 && value > lowest * (wasDiverged ? 1.5 : Self.factor)
    return hasDiverged && !wasDiverged ? value / lowest : nil
  }
}
