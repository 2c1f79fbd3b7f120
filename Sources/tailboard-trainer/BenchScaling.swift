import ArgumentParser
import Commands
import Detection
import Foundation
import JSON
import LegibleText
import Recipes
import Torch
import Training

/// The speed of many GPUs by arithmetic from this machine's measured step.
struct BenchScaling: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "scaling")

  @OptionGroup var options: BenchScalingOptions

  func run() throws {
    let context = try TrainingContext(alone: options.train.device)
    let (report, recipe) = try BenchTrain.measured(options.train, by: Ranks(alone: context))
    let model = ScalingModel(
      computeSeconds: report.secondsPerStep,
      overlapSeconds: options.overlap * (report.phaseSeconds[.backward] ?? 0),
      imagesPerDevice: options.train.batch, gradientBytes: Double(report.gradientBytes),
      devicesPerNode: options.perNode, nodeBandwidth: options.link * 1e9,
      networkBandwidth: options.network * 1e9 / 8)
    Output.text(options.train.json ? json(model) : table(model, recipe, context))
  }

  private func table(_ model: ScalingModel, _ recipe: Recipe, _ context: TrainingContext) -> String {
    let measured = String(
      format: "measured: %.3f s a step of %d images; %.0f MB of gradients, %.3f s of them hidden",
      model.computeSeconds, model.imagesPerDevice, model.gradientBytes / 1e6, model.overlapSeconds)
    let rows = options.gpus.values.map { count in
      String(
        format: "%6d  %9d  %8.2f ms  %9.3f s  %9.1f  %8.1f %%", count, count * model.imagesPerDevice,
        1000 * model.allReduceSeconds(count), model.stepSeconds(count), model.imagesPerSecond(count),
        100 * model.efficiency(count))
    }
    return
      ([
        "\(recipe.detector.name), \(options.train.size), \(context.device.inWords)", measured,
        "reckoned, not measured: that many such devices, \(options.perNode) a machine",
        "  GPUs     images   all-reduce       step   images/s  efficiency",
      ] + rows).joined(separator: "\n")
  }

  private func json(_ model: ScalingModel) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("measured_seconds_per_step", model.computeSeconds)
      writer.member("gradient_bytes", model.gradientBytes)
      writer.object("reckoned_images_per_second") { writer in
        for count in options.gpus.values { writer.member("\(count)", model.imagesPerSecond(count)) }
      }
    }
    return writer.text
  }
}
