import Events
import Foundation
import JSON
import RunStore

extension RunStatus: JSONWritable {
  /// Writes an object; what is not known is null.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("run", folder.path)
      writer.member("state", condition.word)
      writer.member("live", condition.isLive)
      writer.member("said", state?.rawValue)
      writer.member("said_at", stateTime)
      if let trainer = holding.trainer {
        writer.object("trainer") {
          $0.member("host", trainer.host)
          $0.member("pid", trainer.pid)
          $0.member("user", trainer.user)
          $0.member("since", trainer.since)
        }
      }
      if case .died(let time) = condition { writer.member("died_at", time) }
      writer.member("recipe", description?.recipe)
      writer.member("detector", description?.detector)
      writer.member("loss", description?.loss)
      writer.member("step", step)
      writer.member("total_steps", totalSteps)
      writer.member("ap", averagePrecision)
      writer.member("evaluated_step", evaluation?.step)
      writer.member("checkpoint", checkpoint?.path)
      writer.member("checkpoint_step", checkpoint?.step)
      writer.member("last_news", lastNews)
      writer.member("bytes", bytesOnDisk)
      if let (asked, time) = lastAsked {
        writer.object("last_asked") {
          $0.member("request", asked.request.rawValue)
          $0.member("by", "\(asked.requester)")
          $0.member("time", time)
        }
      }
    }
  }
}

extension RunHolding {
  /// The trainer that holds the run, or held it until it died.
  var trainer: TrainerIdentity? {
    switch self {
    case .live(let trainer), .suspended(let trainer), .died(let trainer, _): trainer
    case .free: nil
    }
  }
}

extension RunStatus {
  /// The status in lines for people, with what to do next.
  func lines(now: Double) -> [String] {
    var facts: [(String, String)] = [("run", folder.path), ("state", stateText(now: now))]
    if let trainer = holding.trainer { facts.append(("trainer", "\(trainer) (\(trainer.user))")) }
    if let description {
      facts.append(("trains", "\(description.recipe): \(description.detector), \(description.loss)"))
    }
    facts.append(("step", "\(step)" + (totalSteps.map { " of \($0)" } ?? "")))
    if let evaluation, let precision = averagePrecision {
      facts.append(("AP", String(format: "%.1f at step %d", precision, evaluation.step)))
    }
    if let checkpoint { facts.append(("saved", "step \(checkpoint.step), \(checkpoint.path)")) }
    if let (asked, time) = lastAsked {
      facts.append(("asked", "\(asked.request.rawValue) by \(asked.requester), \(RunTable.ago(now - time))"))
    }
    if let lastNews { facts.append(("last news", RunTable.ago(now - lastNews))) }
    facts.append(("disk", ByteCount.text(bytesOnDisk)))
    return facts.map { $0.padding(toLength: 10, withPad: " ", startingAt: 0) + $1 } + advice
  }

  private func stateText(now: Double) -> String {
    switch condition {
    case .stated(let state): state.rawValue + (stateTime.map { " since \(RunTable.ago(now - $0))" } ?? "")
    case .suspended: "suspended: a signal has stopped its trainer"
    case .died(let time): "died \(RunTable.ago(now - time))"
    }
  }

  private var advice: [String] {
    switch condition {
    case .stated(.paused): ["tailboard resume \(folder.path) goes on"]
    case .suspended:
      holding.trainer.map { ["kill -CONT \($0.pid) on \($0.host) lets it go on"] } ?? []
    case .died, .stated(.stopped), .stated(.failed):
      ["tailboard train --resume \(folder.path) goes on from the last checkpoint"]
    case .stated: []
    }
  }
}
