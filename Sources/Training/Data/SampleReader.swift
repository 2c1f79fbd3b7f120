import Annotations
import Detection
import Foundation
import Images
import Recipes

/// An image as the network sees it, pixels still bytes, with what there is to find.
struct Sample: Sendable {
  /// Index of the image in the dataset.
  let image: Int
  let pixels: RGBImage
  let originalSize: PixelSize
  let targets: ImageTargets
  /// Why objects were left out of the targets.
  let complaints: [String]
}

/// What a detector learns of an object.
enum TargetContent: Sendable {
  case boxes
  /// An object without a mask is left out.
  case boxesAndMasks
  /// An object without a mask trains the box losses alone.
  case boxesAndGivenMasks

  /// What a family of detectors learns.
  init(_ family: Recipe.Detector.Family, _ rules: Recipe.DataRules) {
    guard family.mask != nil else {
      self = .boxes
      return
    }
    switch rules.withoutMask {
    case .boxOnly: self = .boxesAndGivenMasks
    case .skip: self = .boxesAndMasks
    }
  }

  /// Whether masks are learnt.
  var includesMasks: Bool {
    switch self {
    case .boxes: false
    case .boxesAndMasks, .boxesAndGivenMasks: true
    }
  }
}

/// Reads samples of a dataset, on any queue.
struct SampleReader: Sendable {
  let file: AnnotationFile
  let folder: ImageFolder
  /// What targets hold; an object without it is left out.
  let content: TargetContent

  /// An image alone, as evaluation needs it.
  func image(_ index: Int, _ rule: SideRule) throws -> Sample {
    let (pixels, original) = try decoded(index, rule)
    return Sample(
      image: index, pixels: pixels, originalSize: original, targets: ImageTargets(), complaints: [])
  }

  /// An image with its targets.
  func sample(_ index: Int, _ rule: SideRule, flipped isFlipped: Bool) throws -> Sample {
    let (pixels, original) = try decoded(index, rule)
    let placement = Placement(original: original, target: pixels.size, isFlipped: isFlipped)
    var targets = ImageTargets()
    var complaints: [String] = []
    for instance in file.dataset.instanceRanges[index] where file.dataset.instances[instance].isTrainable {
      do {
        try add(instance, to: &targets, placement)
      } catch {
        complaints.append("\(error)")
      }
    }
    if case .openImages = file.rules { addOpenImages(index, to: &targets, placement) }
    return Sample(
      image: index, pixels: isFlipped ? pixels.flippedHorizontally() : pixels, originalSize: original,
      targets: targets, complaints: complaints)
  }

  private func decoded(_ index: Int, _ rule: SideRule) throws -> (pixels: RGBImage, original: PixelSize) {
    let record = file.dataset.images[index]
    let picture = try Picture(contentsOf: folder.url(of: record))
    let annotated = PixelSize(width: record.width, height: record.height)
    guard picture.size == annotated else {
      throw DataError.wrongSize(
        file: picture.file, annotated: annotated, found: picture.size, stored: picture.storedSize)
    }
    let target = rule.size(of: picture.size)
    return (try picture.decoded(covering: target).resized(to: target), picture.size)
  }

  private func add(_ index: Int, to targets: inout ImageTargets, _ placement: Placement)
    throws(AnnotationError)
  {
    let instance = file.dataset.instances[index]
    guard let box = CornerBox(instance.box, placement) else { return }
    let segmentation = content.includesMasks ? try file.segmentation(of: index) : nil
    switch content {
    case .boxes: break
    case .boxesAndMasks where segmentation == nil: return
    case .boxesAndMasks, .boxesAndGivenMasks:
      targets.masks.append(segmentation.map { CroppedMask($0, in: box, placement) })
    }
    targets.boxes.append(box)
    targets.classes.append(instance.category)
  }

  /// What Open Images says beyond objects: their parents, groups, and which classes people found absent.
  private func addOpenImages(_ index: Int, to targets: inout ImageTargets, _ placement: Placement) {
    targets.impliedClasses = targets.classes.map(file.rules.parents)
    targets.groups = file.dataset.instances[file.dataset.instanceRanges[index]]
      .filter(\.isCrowd).compactMap { CornerBox($0.box, placement) }
    targets.absentClasses = file.dataset.images[index].negatives
  }
}
