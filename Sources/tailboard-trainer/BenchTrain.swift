import ArgumentParser
import Commands
import Detection
import Foundation
import JSON
import LegibleText
import Recipes
import Torch
import Training

struct BenchTrain: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train")

  @OptionGroup var options: BenchTrainOptions

  func run() throws {
    if let environment = RankEnvironment.ofThisProcess {
      try measure(Ranks(meeting: environment, TrainingContext(options.device, environment)))
    } else if let counts = options.ranks?.values {
      for count in counts { try RankLauncher.run(rankCount: count) }
    } else {
      try measure(Ranks(alone: TrainingContext(alone: options.device)))
    }
  }

  private func measure(_ ranks: Ranks) throws {
    TorchRuntime.keepFreedMemory()
    ranks.setThreads(options.threads)
    let recipe = try options.recipe()
    let context = ranks.context
    let report = try benchmark(recipe, on: context).run(steps: options.steps) {
      try ranks.sumGradients(of: $0)
    }
    guard context.rank == 0 else { return }
    Output.text(options.json ? json(report, recipe, on: context) : table(report, recipe, on: context))
  }

  private func benchmark(_ recipe: Recipe, on context: TrainingContext) -> DetectorBenchmark {
    DetectorBenchmark(
      configuration: DetectorConfiguration(recipe, classCount: options.classes),
      imageSize: ImageSize(height: options.size.height, width: options.size.width),
      batchSize: options.batch / context.worldSize, microBatchSize: options.microBatchSize,
      precision: precision,
      device: context.device)
  }

  private var precision: DetectorBenchmark.Precision {
    switch options.precision {
    case .float32: .float32
    case .bfloat16: .bfloat16
    }
  }

  private func table(
    _ report: DetectorBenchmark.Report, _ recipe: Recipe, on context: TrainingContext
  ) -> String {
    let phases = DetectorBenchmark.Phase.allCases.map { phase in
      "  \(phase.name.padding(toLength: 18, withPad: " ", startingAt: 0))"
        + seconds(report.phaseSeconds[phase] ?? .nan)
    }
    let title =
      "\(recipe.detector.name) by \(options.conventions.rawValue), \(options.classes) classes, \(options.batch) x \(options.size), "
      + "\(options.precision.rawValue), \(context.device), \(context.worldSize) ranks of \(TorchRuntime.threadCount) threads"
    let speed = String(format: "  images a second   %.3f", Double(options.batch) / report.secondsPerStep)
    let rows = ["  a step (median)   \(seconds(report.secondsPerStep))", speed] + phases
    let memory = String(format: "  peak memory       %.2f GB", Double(report.peakMemory) / 1e9)
    return ([title] + rows + [memory]).joined(separator: "\n")
  }

  private func seconds(_ value: Double) -> String { String(format: "%.3f s", value) }

  private func json(
    _ report: DetectorBenchmark.Report, _ recipe: Recipe, on context: TrainingContext
  ) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("detector", recipe.detector.name)
      writer.member("conventions", options.conventions.rawValue)
      writer.member("classes", options.classes)
      writer.member("height", options.size.height)
      writer.member("width", options.size.width)
      writer.member("batch", options.batch)
      writer.member("micro_batch", options.microBatchSize)
      writer.member("precision", options.precision.rawValue)
      writer.member("device", "\(context.device)")
      writer.member("hardware", context.device.hardware.map { "\($0)" } ?? "")
      writer.member("frozen_stages", options.frozenStages)
      writer.member("ranks", context.worldSize)
      writer.member("threads", TorchRuntime.threadCount)
      writer.member("steps", options.steps)
      writer.member("seconds_per_step_median", report.secondsPerStep)
      writer.member("images_per_second", Double(options.batch) / report.secondsPerStep)
      writer.object("phase_seconds_median") { writer in
        for phase in DetectorBenchmark.Phase.allCases {
          writer.member(phase.name, report.phaseSeconds[phase] ?? .nan)
        }
      }
      writer.member("object_regions_mean", report.objectRegions)
      writer.member("peak_memory_bytes", report.peakMemory)
    }
    return writer.text
  }
}
