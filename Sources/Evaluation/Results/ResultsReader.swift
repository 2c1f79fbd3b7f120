import Annotations
import Foundation
import JSON

/// Collects the detections of a results file, record by record.
struct ResultsReader {
  var path: String
  let dataset: Dataset
  let content: ResultsFile.Content
  var detections: [DetectedInstance] = []
  var images: [Int32] = []
  var masks = CompressedMasks()
  var remarks = ResultsRemarks()
  /// Detections whose mask is of another size than their box, and counted by the box.
  var otherSizes = 0
  /// What the boxes look like.
  var pattern = BoxPattern()
  private let imageIndex: IDIndex
  private let categoryIndex: IDIndex
  /// Whether the first detection has a box: then each must have one.
  var hasBoxes: Bool?
  let counting: Counting
  let keptMasks: ResultsFile.KeptMasks
  /// The runs of the mask read last.
  var runs: [UInt32] = []
  /// A text whose escapes are resolved.
  var resolved: [UInt8] = []

  init(
    path: String, dataset: Dataset, content: ResultsFile.Content, counting: Counting,
    keeping keptMasks: ResultsFile.KeptMasks
  ) {
    self.counting = counting
    self.keptMasks = keptMasks
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
      try addMask(record, box: box, category: category, image: image)
    }
    images.append(Int32(image))
    detections.append(
      detection(category: category, score: score, box: box, imageHeight: dataset.images[image].height))
  }

  /// All detections of a file.
  consuming func reading(_ url: URL, progress: (Double) -> Void) throws -> ResultsReader {
    let file: RandomAccessFile
    do {
      file = try RandomAccessFile(contentsOf: url)
    } catch {
      throw ResultsError.json(file: url.path, line: nil, error)
    }
    if let whole = readInParts(file, progress: progress) { return whole }
    try read(file, progress: progress)
    return self
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
