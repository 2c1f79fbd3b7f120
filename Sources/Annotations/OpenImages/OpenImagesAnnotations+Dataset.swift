/// How an object's parents come into a dataset.
public enum ParentLabels: Sendable {
  /// As instances of their own in the same box: to be evaluated on.
  case asInstances
  /// Not: they follow from the label rules.
  case implied
}

extension OpenImagesAnnotations {
  /// What labels say beyond themselves.
  public var rules: LabelRules { .openImages(parents: parents) }

  /// The annotations in pixels. Groups are crowds; `negatives` are classes that people found absent, with all below them;
  /// `notExhaustive` those that they found, with all above them, but that have no box.
  ///
  /// - Parameter extents: of each image, in the order of `imageIDs`; images without are left out.
  public func dataset(_ extents: [ImageExtent?], parents mode: ParentLabels) -> Dataset {
    precondition(extents.count == imageIDs.count, "one extent, or none, for each image")
    let order = imageIDs.indices.filter { extents[$0] != nil }.sorted { imageIDs[$0] < imageIDs[$1] }
    let boxes = Buckets(self.boxes.lazy.map { Int($0.image) }, count: imageIDs.count)
    let labels = Buckets(self.labels.lazy.map { Int($0.image) }, count: imageIDs.count)
    var images: [ImageRecord] = []
    var instances: [Instance] = []
    var ranges: [Range<Int>] = []
    instances.reserveCapacity(self.boxes.count)
    for (place, image) in order.enumerated() {
      guard let extent = extents[image] else { continue }
      let start = instances.count
      for index in boxes[image] { add(self.boxes[Int(index)], extent, place, mode, to: &instances) }
      ranges.append(start..<instances.count)
      let said = labels[image].map { self.labels[Int($0)] }
      images.append(record(place, imageIDs[image], extent, shown: instances[start...], said))
    }
    return Dataset(categories: categories, images: images, instances: instances, instanceRanges: ranges)
  }

  private var categories: [Category] {
    classes.enumerated().map {
      Category(id: $0 + 1, name: $1.name, frequency: nil, imageCount: nil, instanceCount: nil)
    }
  }

  private func add(
    _ found: RelativeBox, _ extent: ImageExtent, _ image: Int, _ mode: ParentLabels,
    to instances: inout [Instance]
  ) {
    let (width, height) = (Double(extent.width), Double(extent.height))
    let box = Box(
      x: Double(found.left) * width, y: Double(found.top) * height,
      width: Double(found.right - found.left) * width, height: Double(found.bottom - found.top) * height)
    let own = Int(found.category)
    let more =
      switch mode {
      case .asInstances: parents[own]
      case .implied: [Int]()
      }
    for category in CollectionOfOne(own) + more {
      instances.append(
        Instance(
          id: instances.count + 1, image: image, category: category, box: box, area: box.width * box.height,
          isCrowd: found.isGroup, isIgnored: found.isGroup))
    }
  }

  private func record(
    _ place: Int, _ id: String, _ extent: ImageExtent, shown: ArraySlice<Instance>, _ labels: [ImageLabel]
  ) -> ImageRecord {
    var boxed: Set<Int> = [], found: Set<Int> = [], absent: Set<Int> = []
    if !labels.isEmpty {
      for instance in shown {
        boxed.insert(instance.category)
        boxed.formUnion(parents[instance.category])
      }
    }
    for label in labels {
      let category = Int(label.category)
      if label.isShown {
        found.formUnion([category] + parents[category])
      } else {
        absent.formUnion([category] + children[category])
      }
    }
    return ImageRecord(
      id: place + 1, fileName: id + ".jpg", width: extent.width, height: extent.height,
      negatives: absent.subtracting(boxed).subtracting(found).sorted(),
      notExhaustive: found.subtracting(boxed).sorted())
  }
}

/// Indices by the bucket that each belongs to, ascending in each (a counting sort).
private struct Buckets {
  private var starts: [UInt32]
  private var indices: [UInt32]

  init(_ buckets: some Collection<Int>, count: Int) {
    starts = Array(repeating: 0, count: count + 1)
    for bucket in buckets { starts[bucket + 1] += 1 }
    for bucket in 0..<count { starts[bucket + 1] += starts[bucket] }
    var next = starts
    indices = Array(repeating: 0, count: buckets.count)
    for (index, bucket) in buckets.enumerated() {
      indices[Int(next[bucket])] = UInt32(index)
      next[bucket] += 1
    }
  }

  subscript(bucket: Int) -> ArraySlice<UInt32> { indices[Int(starts[bucket])..<Int(starts[bucket + 1])] }
}
