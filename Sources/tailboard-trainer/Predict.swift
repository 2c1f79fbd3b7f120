import ArgumentParser
import Commands
import Detection
import Foundation
import Images
import JSON
import LegibleText
import Recipes
import Torch
import Training

struct Predict: ParsableCommand {
  @OptionGroup var options: PredictOptions

  func run() throws {
    TorchRuntime.keepFreedMemory()
    let line = ProgressLine()
    let weights = try WeightsEvaluation(
      of: options.weights, recipe: options.loadRecipe(),
      overrides: options.overrides + options.device.overrides)
    if let threads = weights.recipe.run.threads { TorchRuntime.threadCount = threads }
    let folder = try PredictionFolder(options.output)
    let context = try TrainingContext(alone: weights.recipe.run.device)
    let prediction = try Prediction(weights, classesOf: sources(of: weights.recipe, line), context) {
      switch $0 {
      case .phase(let phase): line.update(phase, 0)
      case .progress: break
      case .note(let text): line.note(text)
      }
    }
    let unreadable = try predict(prediction, into: folder, line)
    guard unreadable < options.images.count else { throw ExitCode.failure }
  }

  /// Draws each picture and keeps what was found; returns how many could not be read.
  private func predict(
    _ prediction: Prediction, into folder: PredictionFolder, _ line: ProgressLine
  ) throws -> Int {
    var (folder, unreadable) = (folder, 0)
    let count = options.images.count
    for (index, image) in options.images.enumerated() {
      line.update("\(index) of \(count) pictures", Double(index) / Double(count))
      do {
        let picture = try Picture(contentsOf: URL(fileURLWithPath: image))
        let found = try prediction(picture)
        let shown = found.filter { Double($0.score) >= options.threshold }
        let drawn = try DrawnDetections(shown, of: prediction.categories, on: picture.decoded())
        try folder.add(image, picture.size, drawn.image, found, prediction.categories)
      } catch let error as ImageError {
        unreadable += 1
        line.note("\(error)")
      }
    }
    try folder.finish()
    Output.line("\(count - unreadable) pictures drawn, and predictions.json, in \(options.output)")
    return unreadable
  }

  /// The classes: those of the annotations named, or of the recipe's training images, or else its validation images.
  private func sources(of recipe: Recipe, _ line: ProgressLine) throws -> DataSources {
    if let annotations = options.annotations { return .classes(of: annotations) }
    guard case .files(let train, let validation, _) = recipe.data else {
      return try recipe.data.sources { line.update($0, 0) }
    }
    let files = [train.annotations, validation.annotations]
    guard let there = files.first(where: FileManager.default.fileExists) else {
      throw ValidationError(
        "The classes are unknown: neither \(files[0]) nor \(files[1]), which the recipe names, is there. Name annotations of theirs with --annotations."
      )
    }
    return .classes(of: there)
  }
}

extension DataSources {
  /// Annotations that are looked at for their classes alone.
  fileprivate static func classes(of annotations: String) -> DataSources {
    let folder = URL(fileURLWithPath: annotations).deletingLastPathComponent().path
    let images = Recipe.AnnotatedImages(annotations: annotations, images: folder)
    return .files(train: images, validation: images)
  }
}
