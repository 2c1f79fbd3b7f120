import JSON

/// From ids to indices.
extension AnnotationSections {
  /// What an annotation file comes down to.
  struct Assembled {
    let dataset: Dataset
    /// Where in the file each instance's mask is.
    let segmentations: [Range<Int>]
    var skipped: SkippedAnnotations
    var remarks: AnnotationRemarks

    mutating func lookUpLines(_ file: RandomAccessFile) {
      skipped.lookUpLines(file.lines)
      remarks.lookUpLines(file.lines)
    }
  }

  /// The dataset, where in the file each instance's mask is, and what had to be left out.
  consuming func assembled() throws(AnnotationError) -> Assembled {
    let imageTexts = TextIDs(imageIDs.texts), categoryTexts = TextIDs(categoryIDs.texts)
    let categories = try distinctCategories(categoryTexts)
    let images = try distinctImages(imageTexts)
    let categoryIndex = IDIndex(categories.map(\.id), categoryTexts)
    let imageIndex = IDIndex(images.map(\.id), imageTexts)
    let records = images.map { record($0, categoryIndex) }
    renumber()
    let found = resolved(records, imageIndex, categoryIndex)
    guard !found.isEmpty else { throw .noInstances(file: file, skipped: skipped) }
    let (order, ranges) = Self.grouped(found, imageCount: images.count)
    let dataset = Dataset(
      categories: categories, images: records, instances: order.map { instance(found[$0]) },
      instanceRanges: ranges, imageTexts: imageTexts, categoryTexts: categoryTexts)
    return Assembled(
      dataset: dataset.withFrequencies(),
      segmentations: order.map { annotations[found[$0].annotation].segmentation },
      skipped: skipped, remarks: remarks)
  }
}

// MARK: - Categories and images

extension AnnotationSections {
  /// The categories by ascending id. Entries of one id that say the same are one.
  private mutating func distinctCategories(_ texts: TextIDs) throws(AnnotationError) -> [Category] {
    var categories: [Category] = [], places: [Int: EntryPlace] = [:]
    let entries = self.categories.map { (id: categoryIDs.final($0.id, texts), raw: $0) }
    for (id, raw) in entries.sorted(by: { ($0.id, $0.raw.place.index) < ($1.id, $1.raw.place.index) }) {
      let entry = "categories[\(raw.place.index)]"
      if raw.name == nil { remarks.add(.unnamedCategory, entry: entry, byte: raw.place.byte) }
      let category = Category(
        id: id, name: raw.name ?? texts.original(of: id), frequency: raw.frequency,
        imageCount: raw.imageCount,
        instanceCount: raw.instanceCount)
      guard let last = categories.last, last.id == id else {
        categories.append(category)
        places[id] = raw.place
        continue
      }
      guard last == category else {
        throw .duplicateID(
          file: file, section: "categories", id: texts.original(of: id), first: places[id]?.index ?? 0,
          second: raw.place.index, difference: "\"\(last.name)\" and \"\(category.name)\"")
      }
      remarks.add(.repeatedCategory, entry: entry, byte: raw.place.byte, category.name)
    }
    return categories
  }

  /// The images by ascending id. Entries of one id that say the same are one.
  private mutating func distinctImages(_ texts: TextIDs) throws(AnnotationError) -> [RawImage] {
    if !texts.isEmpty {
      images = images.map { $0.withID(imageIDs.final($0.id, texts)) }
    }
    images.sort { ($0.id, $0.place.index) < ($1.id, $1.place.index) }
    var distinct: [RawImage] = []
    distinct.reserveCapacity(images.count)
    for image in images {
      try check(image, texts)
      guard let last = distinct.last, last.id == image.id else {
        distinct.append(image)
        continue
      }
      guard last.saysTheSame(as: image) else {
        throw .duplicateID(
          file: file, section: "images", id: texts.original(of: image.id), first: last.place.index,
          second: image.place.index, difference: "\(last.summary) and \(image.summary)")
      }
      remarks.add(
        .repeatedImage, entry: "images[\(image.place.index)]", byte: image.place.byte, image.fileName)
    }
    return distinct
  }

  private func check(_ image: RawImage, _ texts: TextIDs) throws(AnnotationError) {
    switch purpose {
    case .evaluation: return
    case .training:
      guard image.width > 0, image.height > 0 else {
        throw .emptyImage(
          file: file, index: image.place.index, id: texts.original(of: image.id), width: image.width,
          height: image.height)
      }
    }
  }

  /// Ids of categories that the file does not have say nothing and are left out.
  private func record(_ image: RawImage, _ categories: IDIndex) -> ImageRecord {
    func indices(_ ids: [Int]) -> [Int] { ids.compactMap { categories.find(categoryIDs.written($0))?.index } }
    return ImageRecord(
      id: image.id, fileName: image.fileName, width: max(image.width, 0), height: max(image.height, 0),
      negatives: indices(image.negativeIDs), notExhaustive: indices(image.notExhaustiveIDs))
  }
}

extension AnnotationSections.RawImage {
  fileprivate func withID(_ id: Int) -> Self {
    Self(
      id: id, fileName: fileName, width: width, height: height, negativeIDs: negativeIDs,
      notExhaustiveIDs: notExhaustiveIDs, place: place)
  }

  fileprivate func saysTheSame(as other: Self) -> Bool {
    (fileName, width, height) == (other.fileName, other.width, other.height)
      && negativeIDs == other.negativeIDs && notExhaustiveIDs == other.notExhaustiveIDs
  }

  fileprivate var summary: String { "\"\(fileName)\" of \(width)×\(height)" }
}

// MARK: - Instances

extension AnnotationSections {
  /// An annotation that can be used, with what its ids refer to.
  private struct Resolved {
    let annotation: Int
    let image: Int
    let category: Int
  }

  /// Gives new ids, above all others, to annotations that have none or one that came before.
  private mutating func renumber() {
    var ids = Set<Int>(minimumCapacity: annotations.count)
    var next = (annotations.lazy.map(\.id).filter { $0 != Self.unnumbered }.max() ?? 0) &+ 1
    for index in annotations.indices {
      let annotation = annotations[index]
      if annotation.id != Self.unnumbered {
        guard !ids.insert(annotation.id).inserted else { continue }
        remarks.add(
          .duplicateID, entry: "annotations[\(annotation.index)]", byte: annotation.byte,
          "id \(annotation.id)")
      }
      while ids.contains(next) { next &+= 1 }
      annotations[index].id = next
      ids.insert(next)
    }
  }

  private func instance(_ resolved: Resolved) -> Instance {
    let raw = annotations[resolved.annotation]
    return Instance(
      id: raw.id, image: resolved.image, category: resolved.category, box: raw.box, area: raw.area,
      isCrowd: raw.isCrowd, isIgnored: raw.isIgnored)
  }

  /// The annotations that can be used, in file order.
  private mutating func resolved(
    _ images: [ImageRecord], _ imageIndex: IDIndex, _ categoryIndex: IDIndex
  ) -> [Resolved] {
    var resolved: [Resolved] = []
    resolved.reserveCapacity(annotations.count)
    for (index, annotation) in annotations.enumerated() {
      func skip(_ flaw: AnnotationFlaw, _ what: @autoclosure () -> String) {
        skipped.add(
          flaw, entry: "annotations[\(annotation.index)], id \(annotation.id)", byte: annotation.byte, what())
      }
      guard let image = self.index(annotation.image, imageIDs, imageIndex, annotation) else {
        skip(.unknownImage, "image \(imageIDs.written(annotation.image))")
        continue
      }
      guard let category = self.index(annotation.category, categoryIDs, categoryIndex, annotation) else {
        skip(.unknownCategory, "category \(categoryIDs.written(annotation.category))")
        continue
      }
      if let flaw = annotation.box.flaw(in: images[image], purpose) {
        skip(flaw, annotation.box.numbers)
        continue
      }
      if annotation.box.width < 0 || annotation.box.height < 0 {
        remarks.add(
          .negativeBox, entry: "annotations[\(annotation.index)], id \(annotation.id)", byte: annotation.byte,
          annotation.box.numbers)
      }
      resolved.append(Resolved(annotation: index, image: image, category: category))
    }
    return resolved
  }

  private mutating func index(
    _ id: Int, _ ids: IDCollector, _ index: IDIndex, _ annotation: RawAnnotation
  ) -> Int? {
    if ids.texts.isEmpty { return index[id] }
    guard let found = index.find(ids.written(id)) else { return nil }
    if found.isOtherKind {
      remarks.add(
        .otherKindOfID, entry: "annotations[\(annotation.index)]", byte: annotation.byte, "\(ids.written(id))"
      )
    }
    return found.index
  }

  /// The order that groups instances by image, and each image's range in it.
  private static func grouped(_ found: [Resolved], imageCount: Int) -> (order: [Int], ranges: [Range<Int>]) {
    var counts = [Int](repeating: 0, count: imageCount)
    for instance in found { counts[instance.image] += 1 }
    var start = 0
    let ranges = counts.map { count in
      defer { start += count }
      return start..<start + count
    }
    var next = ranges.map(\.lowerBound)
    var order = [Int](repeating: 0, count: found.count)
    for (index, instance) in found.enumerated() {
      order[next[instance.image]] = index
      next[instance.image] += 1
    }
    return (order, ranges)
  }
}

extension Box {
  /// What makes it no box of an object in the image. A box that leaves the image in part is one.
  fileprivate func flaw(in image: ImageRecord, _ purpose: ReadingPurpose) -> AnnotationFlaw? {
    guard x.isFinite, y.isFinite, width.isFinite, height.isFinite else { return .boxNotFinite }
    switch purpose {
    case .evaluation: return nil
    case .training:
      guard width >= 0, height >= 0 else { return .boxNegative }
      return reaches(into: image) ? nil : .boxOutside
    }
  }

  private func reaches(into image: ImageRecord) -> Bool {
    x < Double(image.width) && y < Double(image.height) && maxX >= 0 && maxY >= 0
  }

  fileprivate var numbers: String { "[\(x), \(y), \(width), \(height)]" }
}

extension Dataset {
  /// With the frequency bins of its own counts where the file has none, as in COCO.
  fileprivate func withFrequencies() -> Dataset {
    guard categories.contains(where: { $0.frequency == nil }) else { return self }
    let frequencies = ClassFrequencies(countedIn: self)
    return replacing(
      categories: categories.enumerated().map { index, category in
        Category(
          id: category.id, name: category.name, frequency: category.frequency ?? frequencies.bin(of: index),
          imageCount: category.imageCount, instanceCount: category.instanceCount)
      })
  }
}
