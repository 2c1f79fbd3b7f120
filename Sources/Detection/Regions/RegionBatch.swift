import Foundation
import Recipes
import Torch

/// Boxes of a batch of images, to be pooled from the feature pyramid.
struct RegionBatch {
  var boxes: [CornerBox] = []
  /// Index of each box's image.
  var images: [Int] = []

  var count: Int { boxes.count }

  /// Boxes image after image.
  init(_ boxesOfImages: [[CornerBox]]) {
    for (image, boxes) in boxesOfImages.enumerated() {
      self.boxes += boxes
      images += Array(repeating: image, count: boxes.count)
    }
  }

  /// Boxes of one image.
  init(_ boxes: [CornerBox], image: Int) {
    self.init(boxes: boxes, images: Array(repeating: image, count: boxes.count))
  }

  private init(boxes: [CornerBox] = [], images: [Int] = []) {
    self.boxes = boxes
    self.images = images
  }

  /// The regions at some places.
  func at(_ places: [Int]) -> RegionBatch {
    RegionBatch(boxes: places.map { boxes[$0] }, images: places.map { images[$0] })
  }

  /// The first few regions.
  func prefix(_ count: Int) -> RegionBatch {
    RegionBatch(boxes: Array(boxes.prefix(count)), images: Array(images.prefix(count)))
  }

  /// The regions without repetitions, and for each region its place among them.
  func distinct() -> (regions: RegionBatch, places: [Int]) {
    var distinct = RegionBatch()
    var placeOfKey: [Key: Int] = [:]
    let places = zip(boxes, images).map { box, image in
      let key = Key(image: image, corners: [box.x1, box.y1, box.x2, box.y2])
      if let place = placeOfKey[key] { return place }
      placeOfKey[key] = distinct.count
      distinct.append(box, image: image)
      return distinct.count - 1
    }
    return (distinct, places)
  }

  private struct Key: Hashable {
    let image: Int
    let corners: SIMD4<Float>
  }

  mutating func append(_ box: CornerBox, image: Int) {
    boxes.append(box)
    images.append(image)
  }
}

/// Pools regions to a fixed size from the pyramid level that fits each one's area (Lin et al. 2017, equation 1).
struct PyramidPooling {
  let configuration: Recipe.Detector.Regions
  /// Rows and columns of a pooled region.
  let side: Int

  /// Regions are pooled from the four levels at 1/4 to 1/32 of the image, not from the coarsest.
  static let scales = [1.0 / 4, 1.0 / 8, 1.0 / 16, 1.0 / 32]

  /// [R, C, side, side], channels-last.
  func callAsFunction(_ levels: [Tensor], _ regions: RegionBatch) -> Tensor {
    let pooling = RegionPooling(
      size: (side, side), samplingRatio: configuration.samplingRatio,
      aligned: configuration.alignment == .halfPixel)
    let device = levels[0].device
    return pooling(
      levels: Array(levels.prefix(Self.scales.count)), scales: Self.scales,
      boxes: Tensor(regions.boxes, device: device), images: Tensor(regions.images, device: device),
      assignment: Tensor(regions.boxes.map(level), device: device))
  }

  /// Index of the level for a box: the canonical side's is P4, index 2; each halving of the side is one finer.
  func level(of box: CornerBox) -> Int {
    let relative = log2(box.area.squareRoot() / Float(configuration.canonicalSide))
    guard relative.isFinite else { return 0 }
    let level = (2 + relative + 1e-6).rounded(.down)
    return Int(min(max(level, 0), Float(Self.scales.count - 1)))
  }
}
