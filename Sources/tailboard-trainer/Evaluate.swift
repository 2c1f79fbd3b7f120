import ArgumentParser
import Commands
import Evaluation
import Foundation
import JSON
import LegibleText
import Recipes
import Torch
import Training

struct Evaluate: ParsableCommand {
  @OptionGroup var options: EvaluateOptions

  func run() throws {
    guard let weights = options.weights else {
      throw ValidationError("Expected a run or weights, got neither.")
    }
    TorchRuntime.keepFreedMemory()
    let line = ProgressLine()
    let evaluation = try WeightsEvaluation(
      of: weights, recipe: options.loadRecipe(), overrides: options.overrides + options.device.overrides)
    if let threads = evaluation.recipe.run.threads { TorchRuntime.threadCount = threads }
    let context = try TrainingContext(alone: evaluation.recipe.run.device)
    let sources = try sources(of: evaluation.recipe, line)
    let tell: @Sendable (WeightsEvaluation.News) -> Void = {
      switch $0 {
      case .phase(let phase): line.update(phase, 0)
      case .progress(let done, let total):
        line.update("evaluated \(done) of \(total) images", Double(done) / Double(total))
      case .note(let text): line.note(text)
      }
    }
    let rules = rules(evaluation.recipe)
    if let method = options.calibrate {
      let calibration = LogitCalibration(
        method: .init(method), strengths: (options.gamma ?? .tenths).values)
      let results = try evaluation.run(
        on: sources, context, rules: rules, calibration: calibration, tell: tell)
      return show(CalibrationReport(results.map { ($0.strength, $0.results) }))
    }
    let outcome = try evaluation.run(
      on: sources, context, rules: rules, results: options.results, tell: tell)
    show(outcome)
  }

  /// The recipe's validation images, or those asked for. Classes and their frequencies come from the training
  /// annotations; where those are not here, from the file that is evaluated on.
  private func sources(of recipe: Recipe, _ line: ProgressLine) throws -> DataSources {
    guard let annotations = options.annotations, let images = options.images else {
      return try recipe.data.sources { line.update($0, 0) }
    }
    let asked = Recipe.AnnotatedImages(annotations: annotations, images: images)
    if case .files(let train, _, let rules) = recipe.data,
      FileManager.default.fileExists(atPath: train.annotations)
    {
      return .files(train: train, validation: asked, rules: rules)
    }
    line.note(
      "the recipe's training annotations are not here: classes, and which of them are rare, are taken from \(annotations)"
    )
    return .files(train: asked, validation: asked)
  }

  private func rules(_ recipe: Recipe) -> BenchmarkRules? {
    switch options.style {
    case .lvis: .lvis(detectionsPerImage: recipe.evaluation.maximumDetections)
    case .coco: .coco
    case nil: nil
    }
  }

  private func show(_ report: CalibrationReport) {
    guard options.json else { return Output.lines(report.lines) }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("weights", options.weights ?? "")
      writer.member("calibrate", options.calibrate?.rawValue ?? "")
      report.writeMembers(to: &writer)
    }
    Output.text(writer.text)
  }

  private func show(_ outcome: WeightsEvaluation.Outcome) {
    let detail: AccuracyReport.Detail = options.perClass ? .everyClass : .summary
    let reports = [("bbox", outcome.boxes), ("segm", outcome.masks)].compactMap { type, results in
      results.map { (type, AccuracyReport($0, detail: detail)) }
    }
    guard options.json else {
      return Output.lines(
        Array(
          reports.map { ["\($0.0 == "bbox" ? "boxes" : "masks") (\($0.0))"] + $0.1.lines }.joined(separator: [
            ""
          ])))
    }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("weights", options.weights ?? "")
      for (type, report) in reports { writer.object(type) { report.writeMembers(to: &$0) } }
    }
    Output.text(writer.text)
  }
}

extension LogitCalibration.Method {
  fileprivate init(_ option: EvaluateOptions.Calibration) {
    switch option {
    case .norcal: self = .norcal
    case .logitAdjustment: self = .logitAdjustment
    }
  }
}
