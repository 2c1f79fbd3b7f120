import Annotations
import Events
import Foundation
import Recipes

/// The annotated images of a run and what follows from them alone.
struct RunData: Sendable {
  let train: AnnotationFile
  let trainImages: ImageFolder
  let validation: AnnotationFile
  let validationImages: ImageFolder
  /// What is made of annotations that are not as a detector wants them.
  let rules: Recipe.DataRules
  /// How often each class occurs in training.
  let frequencies: ClassFrequencies
  /// What the ECM loss demands of each class.
  let margins: EffectiveMargins

  var categories: [Annotations.Category] { train.dataset.categories }

  init(_ sources: DataSources, _ loss: Recipe.Loss, _ report: RunReporter) throws {
    let read = try sources.read(report)
    (train, trainImages) = (read.train.file, read.train.images)
    (validation, validationImages) = (read.validation.file, read.validation.images)
    frequencies = ClassFrequencies(countedIn: train.dataset, by: train.rules)
    margins = loss.margins(of: frequencies)
    rules = sources.rules
    try check()
    for (file, folder) in [(train, trainImages), (validation, validationImages)] {
      RunData.tellOddities(of: file, folder, report)
    }
    if !margins.unseenClasses.isEmpty {
      report.log(
        .info, "\(margins.unseenClasses.count) classes have no training instance; their margins take one")
    }
  }

  /// The classes as the dashboard shows them.
  var classes: [ClassDescription] {
    categories.indices.map { index in
      let frequency = categories[index].frequency ?? frequencies.bin(of: index)
      return ClassDescription(
        name: categories[index].name, bin: FrequencyBin(frequency),
        imageCount: frequencies.imageCounts[index],
        instanceCount: frequencies.instanceCounts[index], demandedMargin: margins.demanded[index],
        rankingWeight: margins.rankingWeights[index])
    }
  }

  private func check() throws(TrainingError) {
    guard !train.dataset.instances.isEmpty else { throw .noInstances(file: train.path) }
    let difference = ClassDifference(categories, validation.dataset.categories)
    guard difference.onlyInFirst.isEmpty, difference.onlyInSecond.isEmpty else {
      throw .differentClasses(train: train.path, validation: validation.path, difference)
    }
    switch rules.matchClasses {
    case .id: return
    case .nameAndID where difference.renamed.isEmpty: return
    case .nameAndID: throw .differentNames(train: train.path, validation: validation.path, difference)
    }
  }

  private static func tellOddities(of file: AnnotationFile, _ folder: ImageFolder, _ report: RunReporter) {
    let hint = BoxPattern(of: file.dataset).hint.map { ["\($0.rawValue); they are taken as they are"] } ?? []
    let shared = folder.sharedFile(of: file.dataset).map {
      [
        "images \"\($0.first.fileName)\" and \"\($0.second.fileName)\" are taken from one file: is the folder right?"
      ]
    }
    for oddity in file.remarks.sentences + hint + (shared ?? []) {
      report.log(.warning, "\(file.path): \(oddity)")
    }
  }
}

extension FrequencyBin {
  /// The bin as events name it.
  init(_ frequency: Frequency) {
    switch frequency {
    case .rare: self = .rare
    case .common: self = .common
    case .frequent: self = .frequent
    }
  }
}
