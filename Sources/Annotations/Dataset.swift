/// The annotations of one split, federated as in LVIS: categories, images and instances refer to each other by index.
///
/// Masks are read on demand by `AnnotationFile`, so that a file of a gigabyte costs little memory.
public struct Dataset: Sendable {
  /// Every category, by ascending id: a category's index is its class index everywhere.
  public let categories: [Category]
  /// Every image, by ascending id.
  public let images: [ImageRecord]
  /// Every instance, grouped by image in image order, then in file order.
  public let instances: [Instance]
  /// For each image the range of its instances.
  public let instanceRanges: [Range<Int>]
  /// Ids of images that are no integers.
  public let imageTexts: TextIDs
  /// Ids of categories that are no integers.
  public let categoryTexts: TextIDs

  /// A split of these parts, whose ids are integers; `instanceRanges` has one range an image.
  public init(
    categories: [Category], images: [ImageRecord], instances: [Instance], instanceRanges: [Range<Int>]
  ) {
    self.init(
      categories: categories, images: images, instances: instances, instanceRanges: instanceRanges,
      imageTexts: TextIDs(), categoryTexts: TextIDs())
  }

  init(
    categories: [Category], images: [ImageRecord], instances: [Instance], instanceRanges: [Range<Int>],
    imageTexts: TextIDs, categoryTexts: TextIDs
  ) {
    precondition(images.count == instanceRanges.count, "one range of instances for each image")
    self.categories = categories
    self.images = images
    self.instances = instances
    self.instanceRanges = instanceRanges
    self.imageTexts = imageTexts
    self.categoryTexts = categoryTexts
  }

  /// The index of each image by its id, however it is written.
  package var imageIndex: IDIndex { IDIndex(images.lazy.map(\.id), imageTexts) }
  /// The index of each category by its id, however it is written.
  package var categoryIndex: IDIndex { IDIndex(categories.lazy.map(\.id), categoryTexts) }

  /// With a new id in place of an instance's 0; nil where no instance has that.
  package var withoutIDZero: Dataset? {
    guard let zero = instances.firstIndex(where: { $0.id == 0 }) else { return nil }
    var instances = instances
    let old = instances[zero]
    instances[zero] = Instance(
      id: (instances.lazy.map(\.id).max() ?? 0) + 1, image: old.image, category: old.category, box: old.box,
      area: old.area, isCrowd: old.isCrowd, isIgnored: old.isIgnored)
    return replacing(instances: instances)
  }

  /// With other categories and instances, in the same order.
  func replacing(categories: [Category]? = nil, instances: [Instance]? = nil) -> Dataset {
    Dataset(
      categories: categories ?? self.categories, images: images, instances: instances ?? self.instances,
      instanceRanges: instanceRanges, imageTexts: imageTexts, categoryTexts: categoryTexts)
  }
}

/// A class of a dataset.
public struct Category: Sendable, Equatable {
  /// The id in the file.
  public let id: Int
  /// The name in the file.
  public let name: String
  /// LVIS's frequency letter, where the file has it.
  public let frequency: Frequency?
  /// Training images that show it, where the file says so.
  public let imageCount: Int?
  /// Training instances, where the file says so.
  public let instanceCount: Int?

  /// A class of these facts.
  public init(id: Int, name: String, frequency: Frequency?, imageCount: Int?, instanceCount: Int?) {
    self.id = id
    self.name = name
    self.frequency = frequency
    self.imageCount = imageCount
    self.instanceCount = instanceCount
  }
}

/// LVIS's bins of classes by the number of training images that show them.
public enum Frequency: Character, Sendable, CaseIterable {
  case rare = "r"
  case common = "c"
  case frequent = "f"

  /// The bin of a class seen in this many training images: rare to 10, common to 100.
  public init(imageCount: Int) {
    self = imageCount <= 10 ? .rare : imageCount <= 100 ? .common : .frequent
  }
}

/// One image of a dataset.
public struct ImageRecord: Sendable, Equatable {
  /// The id in the file.
  public let id: Int
  /// Path of the image below the dataset's image folder; empty where the file has none.
  public let fileName: String
  /// Width in pixels; 0 where the file does not say.
  public let width: Int
  /// Height in pixels; 0 where the file does not say.
  public let height: Int
  /// Class indices verified absent from the image.
  public let negatives: [Int]
  /// Class indices whose instances are not all annotated.
  public let notExhaustive: [Int]

  /// An image of these facts.
  public init(
    id: Int, fileName: String, width: Int, height: Int, negatives: [Int], notExhaustive: [Int]
  ) {
    self.id = id
    self.fileName = fileName
    self.width = width
    self.height = height
    self.negatives = negatives
    self.notExhaustive = notExhaustive
  }
}

/// One annotated object, in 56 bytes: Open Images has 14.6 million.
public struct Instance: Sendable, Equatable {
  /// The id in the file.
  public let id: Int
  /// Its box in the image.
  public let box: Box
  /// Its area in square pixels, as the file says.
  public let area: Double
  private let categoryIndex: UInt32
  /// The index of its image above two bits: crowd, ignored.
  private let imageAndMarks: UInt32

  /// Index of its image.
  public var image: Int { Int(imageAndMarks >> 2) }
  /// Index of its class.
  public var category: Int { Int(categoryIndex) }
  /// Whether it marks a crowd (COCO's iscrowd).
  public var isCrowd: Bool { imageAndMarks & 1 != 0 }
  /// Whether LVIS's rules are to ignore it (`ignore: 1`).
  public var isIgnored: Bool { imageAndMarks & 2 != 0 }

  /// An object of these facts, in one of at most 2³⁰ images.
  public init(
    id: Int, image: Int, category: Int, box: Box, area: Double, isCrowd: Bool, isIgnored: Bool = false
  ) {
    precondition(image < 1 << 30, "an image's index is below 2³⁰, got \(image)")
    self.id = id
    self.box = box
    self.area = area
    categoryIndex = UInt32(category)
    imageAndMarks = UInt32(image) << 2 | (isIgnored ? 2 : 0) | (isCrowd ? 1 : 0)
  }
}
