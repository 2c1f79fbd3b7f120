import Annotations
import JSON

extension ResultsReader {
  /// Sees that the record's mask, or its box as one, is a mask, and keeps it where it is wanted; its runs are left in `runs`.
  mutating func addMask(_ record: JSONValue, box: Box?, category: Int, image index: Int) throws {
    let image = dataset.images[index]
    guard image.width > 0, image.height > 0 else { throw DetectionFlaw.noImageSize }
    let isKept = isWanted(category: category, image: index)
    do {
      try RunLengthMask.checkSize(height: image.height, width: image.width)
      if let value = record["segmentation"], !value.isNull {
        try addMask(value, image: image, isKept: isKept)
      } else if let box {
        let corners = [box.x, box.y, box.x, box.maxY, box.maxX, box.maxY, box.maxX, box.y]
        try add(RunLengthMask(polygons: [corners], height: image.height, width: image.width), isKept: isKept)
      } else {
        throw DetectionFlaw.nothingDetected
      }
    } catch let error as MaskError {
      throw DetectionFlaw.badMask(error)
    }
  }

  /// Whether anybody will ask for a mask.
  private func isWanted(category: Int, image: Int) -> Bool {
    switch keptMasks {
    case .all: true
    case .ofClassesInImage:
      dataset.instances[dataset.instanceRanges[image]].contains { $0.category == category }
    }
  }

  private mutating func addMask(_ value: JSONValue, image: ImageRecord, isKept: Bool) throws {
    guard let counts = value["counts"], counts.kind == .string else {
      let mask = try Segmentation(value, rings: .all).mask(height: image.height, width: image.width)
      try check(size: [mask.height, mask.width], image: image)
      return try add(mask, isKept: isKept)
    }
    try check(size: value.member("size").integers(), image: image)
    guard !counts.source.hasPrefix("b'") else { throw DetectionFlaw.textOfBytes }
    var buffer: [UInt8] = []
    swap(&buffer, &resolved)
    defer { swap(&buffer, &resolved) }
    try counts.withString(in: &buffer) { text in
      try add(text, height: image.height, width: image.width, isKept: isKept)
    }
  }

  private mutating func add(_ mask: RunLengthMask, isKept: Bool) throws {
    var text = mask.compressed
    try text.withUTF8 { try add($0, height: mask.height, width: mask.width, isKept: isKept) }
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>, height: Int, width: Int, isKept: Bool) throws
  {
    runs.removeAll(keepingCapacity: true)
    try RunLengthMask.decompress(text, height: height, width: width, into: &runs)
    if isKept { masks.append(text, height: height, width: width) } else { masks.appendNothing() }
  }

  private func check(size: [Int], image: ImageRecord) throws {
    let expected = [image.height, image.width]
    guard size == expected else {
      throw DetectionFlaw.wrongMaskSize(found: size, expected: expected)
    }
  }

  /// A detection with a box, or with that of the mask in `runs`.
  mutating func detection(
    category: Int, score: Double, box: Box?, imageHeight: Int
  ) -> DetectedInstance {
    guard let box else {
      return runs.withUnsafeBufferPointer {
        DetectedInstance(
          category: category, score: score, box: RunLengthMask.box(of: $0, height: imageHeight),
          area: Double(RunLengthMask.area(of: $0)))
      }
    }
    switch content {
    case .boxes, .masksAlone: return DetectedInstance(category: category, score: score, box: box)
    case .masks: return detection(category: category, score: score, box: box)
    }
  }

  /// A detection with a box and the mask in `runs`.
  private mutating func detection(category: Int, score: Double, box: Box) -> DetectedInstance {
    let area = Double(runs.withUnsafeBufferPointer(RunLengthMask.area(of:)))
    switch counting {
    case .asPeers:
      if Conditions.outside(area: area) != .outside(area: box.area) { otherSizes += 1 }
      return DetectedInstance(category: category, score: score, box: box)
    case .corrected: return DetectedInstance(category: category, score: score, box: box, area: area)
    }
  }
}
