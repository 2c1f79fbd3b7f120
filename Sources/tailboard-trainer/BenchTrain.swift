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
    let context = ranks.context
    let (report, recipe) = try Self.measured(options, by: ranks)
    guard context.rank == 0 else { return }
    Output.text(options.json ? json(report, recipe, on: context) : table(report, recipe, on: context))
  }

  /// What steps with these options cost, and what recipe they are of.
  static func measured(
    _ options: BenchTrainOptions, by ranks: Ranks
  ) throws -> (DetectorBenchmark.Report, Recipe) {
    TorchRuntime.keepFreedMemory()
    ranks.setThreads(options.threads)
    let recipe = try options.recipe()
    let report = try benchmark(options, recipe, on: ranks.context).run(steps: options.steps) {
      try ranks.sumGradients(of: $0)
    }
    return (report, recipe)
  }

  private static func benchmark(
    _ options: BenchTrainOptions, _ recipe: Recipe, on context: TrainingContext
  ) -> DetectorBenchmark {
    DetectorBenchmark(
      configuration: DetectorConfiguration(recipe, classCount: options.classes),
      imageSize: ImageSize(height: options.size.height, width: options.size.width),
      batchSize: options.batch / context.worldSize, microBatchSize: options.microBatchSize,
      precision: options.precision.ofBenchmarks,
      device: context.device)
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

extension Recipe.Run.Precision {
  fileprivate var ofBenchmarks: DetectorBenchmark.Precision {
    switch self {
    case .float32: .float32
    case .bfloat16: .bfloat16
    }
  }
}
