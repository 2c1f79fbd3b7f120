import Annotations
import JSON

/// Collects the detections of a results file, record by record.
struct ResultsReader {
  let path: String
  let dataset: Dataset
  let content: ResultsFile.Content
  var detections: [DetectedInstance] = []
  var images: [Int32] = []
  var masks = CompressedMasks()
  var remarks = ResultsRemarks()
  /// What the boxes look like.
  var pattern = BoxPattern()
  private let imageIndex: IDIndex
  private let categoryIndex: IDIndex
  /// Whether the first detection has a box: then each must have one.
  var hasBoxes: Bool?
  private var runs: [UInt32] = []

  init(path: String, dataset: Dataset, content: ResultsFile.Content) {
    self.path = path
    self.dataset = dataset
    self.content = content
    imageIndex = dataset.imageIndex
    categoryIndex = dataset.categoryIndex
    hasBoxes = content == .masksAlone ? false : nil
  }

  mutating func read(_ file: RandomAccessFile, progress: (Double) -> Void) throws {
    let stream = JSONStream(file)
    var percent = 0
    do {
      let keys = try stream.forEach { item in
        guard item.place == .element else {
          throw isMemberOfDetection(item.place)
            ? ResultsError.jsonLines(file: path) : ResultsError.notAnArray(file: path)
        }
        try read(item.value, file)
        let reached = 100 * stream.bytesRead / max(stream.byteCount, 1)
        if reached > percent {
          percent = reached
          progress(Double(percent) / 100)
        }
      }
      guard keys == nil else { throw ResultsError.notAnArray(file: path) }
    } catch let error as JSONError {
      throw ResultsError.json(file: path, line: error.byte.flatMap { file.lines(of: [$0])[$0] }, error)
    }
    remarks.lookUpLines(file.lines)
  }

  private func isMemberOfDetection(_ place: JSONStream.Place) -> Bool {
    switch place {
    case .member(let key), .elementOf(let key):
      ["image_id", "category_id", "bbox", "score", "segmentation"].contains(key)
    case .element: false
    }
  }

  private mutating func read(_ record: JSONValue, _ file: RandomAccessFile) throws {
    let byte = record.byteRange.lowerBound
    func place() -> ResultsError.Place {
      ResultsError.Place(file: path, record: detections.count, line: file.lines(of: [byte])[byte], byte: byte)
    }
    do {
      try add(record)
    } catch let flaw as DetectionFlaw {
      throw ResultsError.detection(place(), flaw)
    } catch let error as JSONError {
      throw ResultsError.detection(place(), .malformed(error))
    }
  }

  mutating func add(_ record: JSONValue) throws {
    let image = try image(record)
    let category = try category(record)
    let score = try record.at("score") { value throws(JSONError) in try value.double() }
    guard score.isFinite else { throw DetectionFlaw.notFinite(member: "score") }
    let box = try box(record, image: dataset.images[image])
    if box == nil || content != .boxes {
      try addMask(record, box: box, image: dataset.images[image])
    }
    images.append(Int32(image))
    detections.append(
      box.map { DetectedInstance(category: category, score: score, box: $0) }
        ?? detection(category: category, score: score, imageHeight: dataset.images[image].height))
  }

  private mutating func note(
    _ remark: ResultsRemark, _ record: JSONValue, _ detail: @autoclosure () -> String
  ) {
    remarks.add(
      remark, entry: "detections[\(detections.count)]", byte: record.byteRange.lowerBound, detail())
  }
}

// MARK: - Members of a record

extension ResultsReader {
  private mutating func image(_ record: JSONValue) throws -> Int {
    let id = try record.at("image_id", WrittenID.init)
    guard let found = imageIndex.find(id) else { throw DetectionFlaw.unknownImage(id: "\(id)") }
    if found.isOtherKind { note(.otherKindOfID, record, "image \(id)") }
    return found.index
  }

  private mutating func category(_ record: JSONValue) throws -> Int {
    guard try !record.member("category_id").isNull else {
      note(.noCategory, record, "")
      return DetectedInstance.unknownCategory
    }
    let id = try record.at("category_id", WrittenID.init)
    guard let found = categoryIndex.find(id) else {
      note(.unknownCategory, record, "category \(id)")
      return DetectedInstance.unknownCategory
    }
    if found.isOtherKind { note(.otherKindOfID, record, "category \(id)") }
    return found.index
  }

  /// The box, or nil if the first detection has none: then areas are the masks'.
  private mutating func box(_ record: JSONValue, image: ImageRecord) throws -> Box? {
    if hasBoxes == nil { hasBoxes = record["bbox"].map { $0.source != "[]" } ?? false }
    guard hasBoxes == true else { return nil }
    var numbers = (0.0, 0.0, 0.0, 0.0), count = 0
    try record.at("bbox") { value throws(JSONError) in
      for element in try value.elements() {
        numbers = (numbers.1, numbers.2, numbers.3, try element.double())
        count += 1
      }
    }
    guard count == 4 else { throw DetectionFlaw.noBox(numbers: count) }
    let (x, y, width, height) = numbers
    guard x.isFinite, y.isFinite, width.isFinite, height.isFinite else {
      throw DetectionFlaw.notFinite(member: "bbox")
    }
    if width < 0 || height < 0 { note(.negativeSize, record, "\(width) × \(height)") }
    let box = Box(x: x, y: y, width: width, height: height)
    pattern.add(box, width: image.width, height: image.height)
    return box
  }
}

// MARK: - Masks

extension ResultsReader {
  /// Keeps the record's mask, or its box as one, and sees that it is one; its runs are left in `runs`.
  private mutating func addMask(_ record: JSONValue, box: Box?, image: ImageRecord) throws {
    guard image.width > 0, image.height > 0 else { throw DetectionFlaw.noImageSize }
    do {
      try RunLengthMask.checkSize(height: image.height, width: image.width)
      if let value = record["segmentation"], !value.isNull {
        try addMask(value, image: image)
      } else if let box {
        let corners = [box.x, box.y, box.x, box.maxY, box.maxX, box.maxY, box.maxX, box.y]
        add(RunLengthMask(polygons: [corners], height: image.height, width: image.width))
      } else {
        throw DetectionFlaw.nothingDetected
      }
      runs.removeAll(keepingCapacity: true)
      try masks.appendRuns(of: masks.count - 1, to: &runs)
    } catch let error as MaskError {
      throw DetectionFlaw.badMask(error)
    }
  }

  private mutating func addMask(_ value: JSONValue, image: ImageRecord) throws {
    guard let counts = value["counts"], counts.kind == .string else {
      let mask = try Segmentation(value, rings: .all).mask(height: image.height, width: image.width)
      try check(size: [mask.height, mask.width], image: image)
      return add(mask)
    }
    try check(size: value.member("size").integers(), image: image)
    guard !counts.source.hasPrefix("b'") else { throw DetectionFlaw.textOfBytes }
    masks.append(height: image.height, width: image.width) { counts.appendString(to: &$0) }
  }

  private mutating func add(_ mask: RunLengthMask) {
    masks.append(height: mask.height, width: mask.width) { $0.append(contentsOf: mask.compressed.utf8) }
  }

  private func check(size: [Int], image: ImageRecord) throws {
    let expected = [image.height, image.width]
    guard size == expected else {
      throw DetectionFlaw.wrongMaskSize(found: size, expected: expected)
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
