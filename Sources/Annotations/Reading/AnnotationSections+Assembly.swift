/// From ids to indices.
extension AnnotationSections {
  /// The dataset, where in the file each instance's mask is, and what had to be left out.
  consuming func assembled(_ boxesOutside: BoxesOutside) throws(AnnotationError) -> (
    Dataset, [Range<Int>], SkippedAnnotations
  ) {
    categories.sort { $0.id < $1.id }
    images.sort { $0.id < $1.id }
    let categoryIndices = try indices(of: categories.map(\.id), in: "categories")
    let imageIndices = try indices(of: images.map(\.id), in: "images")
    let records = try imageRecords(categoryIndices)
    var skipped = skipped
    let found = resolved(imageIndices, categoryIndices, boxesOutside, &skipped)
    guard !found.isEmpty else { throw .noInstances(file: file, skipped: skipped) }
    let (order, ranges) = Self.grouped(found, imageCount: images.count)
    let dataset = Dataset(
      categories: categories, images: records, instances: order.map { instance(found[$0]) },
      instanceRanges: ranges)
    return (dataset.withFrequencies(), order.map { annotations[found[$0].annotation].segmentation }, skipped)
  }

  private func indices(of ids: [Int], in section: String) throws(AnnotationError) -> [Int: Int] {
    var indices = [Int: Int](minimumCapacity: ids.count)
    for (index, id) in ids.enumerated() where indices.updateValue(index, forKey: id) != nil {
      throw .duplicateID(file: file, section: section, id: id)
    }
    return indices
  }

  /// Ids of categories that the file does not have say nothing and are left out.
  private func imageRecords(_ categoryIndices: [Int: Int]) throws(AnnotationError) -> [ImageRecord] {
    var records: [ImageRecord] = []
    for image in images {
      guard image.width > 0, image.height > 0 else {
        throw .emptyImage(file: file, id: image.id, width: image.width, height: image.height)
      }
      records.append(
        ImageRecord(
          id: image.id, fileName: image.fileName, width: image.width, height: image.height,
          negatives: image.negativeIDs.compactMap { categoryIndices[$0] },
          notExhaustive: image.notExhaustiveIDs.compactMap { categoryIndices[$0] }))
    }
    return records
  }
}

// MARK: - Instances

extension AnnotationSections {
  /// An annotation that can be used, with what its ids refer to.
  private struct Resolved {
    let annotation: Int
    let image: Int
    let category: Int
  }

  private func instance(_ resolved: Resolved) -> Instance {
    let raw = annotations[resolved.annotation]
    return Instance(
      id: raw.id, image: resolved.image, category: resolved.category, box: raw.box, area: raw.area,
      isCrowd: raw.isCrowd)
  }

  /// The annotations that can be used, in file order.
  private func resolved(
    _ imageIndices: [Int: Int], _ categoryIndices: [Int: Int], _ boxesOutside: BoxesOutside,
    _ skipped: inout SkippedAnnotations
  ) -> [Resolved] {
    var resolved: [Resolved] = []
    resolved.reserveCapacity(annotations.count)
    var ids = Set<Int>(minimumCapacity: annotations.count)
    for (index, annotation) in annotations.enumerated() {
      func skip(_ reason: SkippedAnnotations.Reason, _ what: @autoclosure () -> String) {
        skipped.add(reason, example: "annotation \(annotation.id) at byte \(annotation.byte): \(what())")
      }
      guard ids.insert(annotation.id).inserted else {
        skip(.duplicateID, "the id is not new")
        continue
      }
      guard let image = imageIndices[annotation.image] else {
        skip(.unknownImage, "image \(annotation.image)")
        continue
      }
      guard let category = categoryIndices[annotation.category] else {
        skip(.unknownCategory, "category \(annotation.category)")
        continue
      }
      if let reason = annotation.box.problem(in: images[image], boxesOutside) {
        skip(reason, annotation.box.numbers)
        continue
      }
      resolved.append(Resolved(annotation: index, image: image, category: category))
    }
    return resolved
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
  fileprivate func problem(
    in image: AnnotationSections.RawImage, _ boxesOutside: BoxesOutside
  ) -> SkippedAnnotations.Reason? {
    guard x.isFinite, y.isFinite, width.isFinite, height.isFinite else { return .boxNotFinite }
    guard width >= 0, height >= 0 else { return .boxNegative }
    switch boxesOutside {
    case .kept: return nil
    case .skipped: return reaches(into: image) ? nil : .boxOutside
    }
  }

  private func reaches(into image: AnnotationSections.RawImage) -> Bool {
    x < Double(image.width) && y < Double(image.height) && maxX >= 0 && maxY >= 0
  }

  fileprivate var numbers: String { "[\(x), \(y), \(width), \(height)]" }
}

extension Dataset {
  /// With the frequency bins of its own counts where the file has none, as in COCO.
  fileprivate func withFrequencies() -> Dataset {
    guard categories.contains(where: { $0.frequency == nil }) else { return self }
    let frequencies = ClassFrequencies(countedIn: self)
    let categories = categories.enumerated().map { index, category in
      Category(
        id: category.id, name: category.name, frequency: category.frequency ?? frequencies.bin(of: index),
        imageCount: category.imageCount, instanceCount: category.instanceCount)
    }
    return Dataset(
      categories: categories, images: images, instances: instances, instanceRanges: instanceRanges)
  }
}
