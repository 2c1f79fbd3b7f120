import Annotations
import JSON

/// Collects the detections of a results file, record by record.
struct ResultsReader {
  let path: String
  let dataset: Dataset
  let content: ResultsFile.Content
  private(set) var detections: [DetectedInstance] = []
  private(set) var images: [Int32] = []
  private(set) var masks = CompressedMasks()
  private let imageIndices: [Int: Int]
  private let categoryIndices: [Int: Int]
  /// Whether the first detection has a box: then each must have one.
  private var hasBoxes: Bool?
  private var runs: [UInt32] = []

  init(path: String, dataset: Dataset, content: ResultsFile.Content) {
    self.path = path
    self.dataset = dataset
    self.content = content
    imageIndices = Dictionary(uniqueKeysWithValues: zip(dataset.images.map(\.id), dataset.images.indices))
    categoryIndices = Dictionary(
      uniqueKeysWithValues: zip(dataset.categories.map(\.id), dataset.categories.indices))
  }

  mutating func read(_ stream: JSONStream, progress: (Double) -> Void) throws {
    var percent = 0
    let keys = try stream.forEach { item in
      guard item.place == .element else { throw ResultsError.notAnArray(file: path) }
      let record = item.value
      let place = ResultsError.Place(
        file: path, record: detections.count, byte: record.byteRange.lowerBound)
      do {
        try add(record, at: place)
      } catch let error as JSONError {
        throw ResultsError.malformed(place, error)
      }
      let reached = 100 * stream.bytesRead / max(stream.byteCount, 1)
      if reached > percent {
        percent = reached
        progress(Double(percent) / 100)
      }
    }
    guard keys == nil else { throw ResultsError.notAnArray(file: path) }
  }

  private mutating func add(_ record: JSONValue, at place: ResultsError.Place) throws {
    let image = try image(record, at: place)
    let category = try category(record, at: place)
    let score = try record.member("score").double()
    guard score.isFinite else { throw ResultsError.notFinite(place, member: "score") }
    let box = try box(record, at: place)
    if box == nil || content == .masks {
      try addMask(record, box: box, image: dataset.images[image], at: place)
    }
    images.append(Int32(image))
    detections.append(
      box.map { DetectedInstance(category: category, score: score, box: $0) }
        ?? detection(category: category, score: score, imageHeight: dataset.images[image].height))
  }
}

// MARK: - Members of a record

extension ResultsReader {
  private func image(_ record: JSONValue, at place: ResultsError.Place) throws -> Int {
    let id = try record.member("image_id").integer()
    guard let index = imageIndices[id] else { throw ResultsError.unknownImage(place, id: id) }
    return index
  }

  private func category(_ record: JSONValue, at place: ResultsError.Place) throws -> Int {
    let id = try record.member("category_id").integer()
    guard let index = categoryIndices[id] else { throw ResultsError.unknownCategory(place, id: id) }
    return index
  }

  /// The box, or nil if the first detection has none: then areas are the masks'.
  private mutating func box(_ record: JSONValue, at place: ResultsError.Place) throws -> Box? {
    if hasBoxes == nil { hasBoxes = record["bbox"].map { $0.source != "[]" } ?? false }
    guard hasBoxes == true else { return nil }
    let value = try record.member("bbox")
    var numbers = (0.0, 0.0, 0.0, 0.0), count = 0
    for element in try value.elements() {
      numbers = (numbers.1, numbers.2, numbers.3, try element.double())
      count += 1
    }
    guard count == 4 else { throw ResultsError.noBox(place, numbers: count) }
    let (x, y, width, height) = numbers
    guard x.isFinite, y.isFinite, width.isFinite, height.isFinite else {
      throw ResultsError.notFinite(place, member: "bbox")
    }
    guard width >= 0, height >= 0 else {
      throw ResultsError.negativeSize(place, width: width, height: height)
    }
    return Box(x: x, y: y, width: width, height: height)
  }
}

// MARK: - Masks

extension ResultsReader {
  /// Keeps the record's mask, or its box as one, and sees that it is one; its runs are left in `runs`.
  private mutating func addMask(
    _ record: JSONValue, box: Box?, image: ImageRecord, at place: ResultsError.Place
  ) throws {
    do {
      try RunLengthMask.checkSize(height: image.height, width: image.width)
      if let value = record["segmentation"] {
        try addMask(value, image: image, at: place)
      } else if let box {
        let corners = [box.x, box.y, box.x, box.maxY, box.maxX, box.maxY, box.maxX, box.y]
        add(RunLengthMask(polygons: [corners], height: image.height, width: image.width))
      } else {
        throw ResultsError.nothingDetected(place)
      }
      runs.removeAll(keepingCapacity: true)
      try masks.appendRuns(of: masks.count - 1, to: &runs)
    } catch let error as MaskError {
      throw ResultsError.badMask(place, error)
    }
  }

  private mutating func addMask(
    _ value: JSONValue, image: ImageRecord, at place: ResultsError.Place
  ) throws {
    guard let counts = value["counts"], counts.kind == .string else {
      let mask = try Segmentation(value).mask(height: image.height, width: image.width)
      try check(size: [mask.height, mask.width], image: image, at: place)
      return add(mask)
    }
    try check(size: value.member("size").integers(), image: image, at: place)
    masks.append(height: image.height, width: image.width) { counts.appendString(to: &$0) }
  }

  private mutating func add(_ mask: RunLengthMask) {
    masks.append(height: mask.height, width: mask.width) { $0.append(contentsOf: mask.compressed.utf8) }
  }

  private func check(size: [Int], image: ImageRecord, at place: ResultsError.Place) throws {
    let expected = [image.height, image.width]
    guard size == expected else {
      throw ResultsError.wrongMaskSize(place, found: size, expected: expected)
    }
  }

  /// A detection whose box and area are those of the mask in `runs`.
  private func detection(category: Int, score: Double, imageHeight: Int) -> DetectedInstance {
    runs.withUnsafeBufferPointer {
      DetectedInstance(
        category: category, score: score, box: RunLengthMask.box(of: $0, height: imageHeight),
        area: Double(RunLengthMask.area(of: $0)))
    }
  }
}
