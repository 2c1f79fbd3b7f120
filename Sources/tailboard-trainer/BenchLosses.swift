import ArgumentParser
import Commands
import Foundation
import JSON
import LegibleText
import Losses
import Torch
import Training

struct BenchLosses: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "losses")
  private static let rounds = 5

  @OptionGroup var options: BenchLossesOptions

  func run() throws {
    TorchRuntime.keepFreedMemory()
    let context = try TrainingContext(alone: options.device)
    if let threads = options.threads { TorchRuntime.threadCount = threads }
    let peer = PythonPeer(
      script: options.peer, python: options.python, threads: TorchRuntime.threadCount)
    if peer == nil, !options.json { Output.line("no Python to compare with (--peer, --python)") }
    let rows = try LossBenchmark.Loss.allCases.map { try row($0, context.device, peer) }
    Output.text(options.json ? json(rows) : table(rows))
  }

  /// Ours and Python's in turn, so that both meet the same state of the machine; medians over the rounds.
  private func row(_ loss: LossBenchmark.Loss, _ device: Device, _ peer: PythonPeer?) throws -> Row {
    let benchmark = LossBenchmark(loss, rows: options.rows, classes: options.classes, device: device)
    var (ours, theirs, copies): ([LossBenchmark.Report], [PythonPeer.Report], [Double]) = ([], [], [])
    for _ in 0..<BenchLosses.rounds {
      ours.append(try benchmark.run(calls: options.calls))
      copies.append(try benchmark.copySeconds(calls: options.calls))
      if let peer {
        theirs.append(
          try peer.measure(loss.rawValue, rows: options.rows, classes: options.classes, calls: options.calls))
      }
    }
    return Row(
      name: loss.rawValue, seconds: ours.map(\.seconds).median, peakBytes: ours.map(\.peakBytes).median,
      pythonSeconds: theirs.isEmpty ? nil : theirs.map(\.seconds).median,
      pythonPeakBytes: theirs.isEmpty ? nil : theirs.map(\.peakBytes).median, copySeconds: copies.median)
  }

  private func table(_ rows: [Row]) -> String {
    let title =
      "\(options.rows) x \(options.classes) classes, \(TorchRuntime.threadCount) threads; forward + backward, "
      + "ours against PyTorch's operators"
    return ([title] + rows.map(\.line)).joined(separator: "\n")
  }

  private func json(_ rows: [Row]) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("rows", options.rows)
      writer.member("classes", options.classes)
      writer.member("threads", TorchRuntime.threadCount)
      writer.member("calls", options.calls * BenchLosses.rounds)
      for row in rows { row.write(to: &writer) }
    }
    return writer.text
  }
}

/// One loss's costs.
private struct Row {
  let name: String
  let seconds: Double
  let peakBytes: Int
  let pythonSeconds: Double?
  let pythonPeakBytes: Int?
  let copySeconds: Double

  /// Python's time over ours.
  var speedup: Double? { pythonSeconds.map { $0 / seconds } }
  /// Our memory over Python's.
  var memoryShare: Double? { pythonPeakBytes.map { Double(peakBytes) / Double(max($0, 1)) } }
  /// The share of a plain copy's memory bandwidth that is reached.
  var bandwidthShare: Double { copySeconds / seconds }

  var line: String {
    let ours = String(
      format: "%7.3f ms %6.1f MB  %3.0f%% of a copy's bandwidth", seconds * 1e3, Double(peakBytes) / 1e6,
      100 * bandwidthShare)
    let theirs =
      if let pythonSeconds, let pythonPeakBytes, let speedup, let memoryShare {
        String(
          format: "   Python %7.3f ms %6.1f MB   %4.1f x faster, %.2f of the memory", pythonSeconds * 1e3,
          Double(pythonPeakBytes) / 1e6, speedup, memoryShare)
      } else {
        ""
      }
    return "  " + name.padding(toLength: 11, withPad: " ", startingAt: 0) + ours + theirs
  }

  func write(to writer: inout JSONWriter) {
    writer.object(name) { writer in
      writer.member("seconds", seconds)
      writer.member("peak_bytes", peakBytes)
      writer.member("copy_bandwidth_share", bandwidthShare)
      if let pythonSeconds, let pythonPeakBytes, let speedup, let memoryShare {
        writer.member("python_seconds", pythonSeconds)
        writer.member("python_peak_bytes", pythonPeakBytes)
        writer.member("speedup", speedup)
        writer.member("memory_share", memoryShare)
      }
    }
  }
}

extension Array where Element: Comparable {
  fileprivate var median: Element { sorted()[count / 2] }
}
