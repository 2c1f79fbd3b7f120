import Foundation
import LogTail

/// Runs made for a measurement, one of which goes on.
struct GrowingRuns {
  let folder: String
  private let file: FileHandle
  private var step = 1_000_000

  /// Makes `count` runs of detectron2's kind below a new folder.
  init(_ count: Int, below parent: String) throws {
    folder = "\(parent)/runs-\(count)"
    var logs = SyntheticLogs(seed: 1)
    try logs.writeRuns(to: folder, count: count)
    let path = folder + "/group0/run0/metrics.json"
    file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    // The newest is the one that is looked at first.
    try grow()
  }

  /// The first run writes one more record.
  mutating func grow() throws {
    step += 20
    let wobble = Double(step * 7919 % 1000) / 1000
    let line =
      #"{"data_time": 0.01, "eta_seconds": 3600, "iteration": \#(step), "loss_cls": \#(0.4 + 0.1 * wobble), "#
      + #""loss_box_reg": \#(0.3 + 0.05 * wobble), "loss_mask": 0.25, "lr": 0.02, "time": 0.4, "#
      + #""total_loss": \#(1.2 + 0.2 * wobble)}"# + "\n"
    try file.write(contentsOf: Data(line.utf8))
  }
}
