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
  case boxesAndMasks

  /// What a family of detectors learns.
  init(_ family: Recipe.Detector.Family) {
    self = family.mask == nil ? .boxes : .boxesAndMasks
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
    return Sample(
      image: index, pixels: isFlipped ? pixels.flippedHorizontally() : pixels, originalSize: original,
      targets: targets, complaints: complaints)
  }

  private func decoded(_ index: Int, _ rule: SideRule) throws -> (pixels: RGBImage, original: PixelSize) {
    let record = file.dataset.images[index]
    let jpeg = try JPEG(contentsOf: folder.url(of: record))
    guard jpeg.size == PixelSize(width: record.width, height: record.height) else {
      throw DataError.wrongSize(
        file: jpeg.file, annotated: "\(record.width)×\(record.height)",
        found: "\(jpeg.size.width)×\(jpeg.size.height)")
    }
    let target = rule.size(of: jpeg.size)
    return (try jpeg.decoded(covering: target).resized(to: target), jpeg.size)
  }

  private func add(_ index: Int, to targets: inout ImageTargets, _ placement: Placement)
    throws(AnnotationError)
  {
    let instance = file.dataset.instances[index]
    guard let box = CornerBox(instance.box, placement) else { return }
    if content == .boxesAndMasks {
      guard let segmentation = try file.segmentation(of: index) else { return }
      targets.masks.append(CroppedMask(segmentation, in: box, placement))
    }
    targets.boxes.append(box)
    targets.classes.append(instance.category)
  }
}
