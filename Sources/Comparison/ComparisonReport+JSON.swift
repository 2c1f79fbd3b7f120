import Events
import JSON

extension ComparisonReport {
  /// One object: the plan, every run, mean and deviation of each loss, what was published; 0–100.
  public var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("recipe", plan.recipe.name)
      writer.member("length", "\(plan.recipe.schedule.length)")
      writer.array("held") { writer in for setting in plan.held { writer.value(setting) } }
      writer.member("folder", plan.folder)
      writer.array("losses") { writer in for standing in standings { standing.write(to: &writer) } }
      writer.array("published_lvis_v1") { writer in for result in published { result.write(to: &writer) } }
    }
    return writer.text
  }
}

extension Standing {
  fileprivate func write(to writer: inout JSONWriter) {
    let keys = Set(finished.flatMap(\.results.keys)).sorted()
    writer.object { writer in
      writer.member("loss", loss)
      writer.array("runs") { writer in for run in runs { run.write(to: &writer) } }
      writer.object("mean") { writer in
        for key in keys { writer.member(key.name, spread(of: key)?.mean ?? .nan) }
      }
      writer.object("deviation") { writer in
        for key in keys {
          if let deviation = spread(of: key)?.deviation { writer.member(key.name, deviation) }
        }
      }
    }
  }
}

extension ContestantRun {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("seed", Int(clamping: contestant.seed))
      writer.member("progress", "\(progress)")
      writer.member("step", step)
      writer.object("results") { writer in
        for (key, value) in results.sorted(by: { $0.key < $1.key }) { writer.member(key.name, value) }
      }
    }
  }
}

extension PublishedResult {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (key, value) in [
        ("loss", loss), ("detector", detector), ("schedule", schedule), ("sampler", sampler),
        ("source", source),
      ] {
        writer.member(key, value)
      }
      for (key, value) in results.sorted(by: { $0.key < $1.key }) { writer.member(key.name, value) }
    }
  }
}
