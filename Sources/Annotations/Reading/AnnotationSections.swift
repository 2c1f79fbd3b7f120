import JSON

/// The parts of an annotation file as they are read, in whatever order they come: ids are not resolved yet.
struct AnnotationSections {
  let file: String
  var categories: [Category] = []
  var images: [RawImage] = []
  var annotations: [RawAnnotation] = []
  var skipped = SkippedAnnotations()

  init(file: String) { self.file = file }

  /// An image whose lists still hold category ids.
  struct RawImage {
    let id: Int
    let fileName: String
    let width: Int
    let height: Int
    let negativeIDs: [Int]
    let notExhaustiveIDs: [Int]
  }

  /// An annotation that still holds ids.
  struct RawAnnotation {
    let id: Int
    let image: Int
    let category: Int
    let box: Box
    let area: Double
    let isCrowd: Bool
    /// The annotation's first byte.
    let byte: Int
    /// The bytes of its mask.
    let segmentation: Range<Int>
  }
}

// MARK: - Reading

extension AnnotationSections {
  mutating func read(_ stream: JSONStream, progress: (Double) -> Void) throws {
    var percent = 0
    let keys = try stream.forEach(skipping: "segmentation") { item in
      try read(item)
      let reached = 100 * stream.bytesRead / max(stream.byteCount, 1)
      if reached > percent {
        percent = reached
        progress(Double(percent) / 100)
      }
    }
    if percent < 100 { progress(1) }
    for name in ["images", "annotations", "categories"] where keys?.contains(name) != true {
      throw AnnotationError.missingSection(file: file, name: name)
    }
  }

  private mutating func read(_ item: JSONStream.Item) throws {
    switch item.place {
    case .element:
      throw AnnotationError.resultsFile(file: file)
    case .elementOf(key: "categories"):
      categories.append(try record(item.value, of: "categories", Category.init))
    case .elementOf(key: "images"):
      images.append(try record(item.value, of: "images", RawImage.init))
    case .elementOf(key: "annotations"):
      do throws(JSONError) {
        annotations.append(try RawAnnotation(item.value))
      } catch {
        skipped.add(
          .malformed, example: "\(item.value["id"]?.asInteger.map { "annotation \($0): " } ?? "")\(error)")
      }
    case .member(let key) where ["images", "annotations", "categories"].contains(key):
      throw AnnotationError.missingSection(file: file, name: key)
    case .elementOf, .member:
      return
    }
  }

  private func record<Record>(
    _ value: JSONValue, of section: String, _ make: (JSONValue) throws(JSONError) -> Record
  ) throws(AnnotationError) -> Record {
    do throws(JSONError) {
      return try make(value)
    } catch {
      throw .badRecord(file: file, section: section, id: value["id"]?.asInteger, error)
    }
  }
}

extension Category {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    self.init(
      id: try value.member("id").integer(), name: try value.member("name").string(),
      frequency: try value["frequency"].flatMap(Frequency.init(_:)),
      imageCount: value["image_count"]?.asInteger, instanceCount: value["instance_count"]?.asInteger)
  }
}

extension Frequency {
  /// LVIS's letter; nil where the value is no text, as another dataset's may be.
  fileprivate init?(_ value: JSONValue) throws(JSONError) {
    guard let text = value.asString else { return nil }
    guard text.count == 1, let bin = text.first.flatMap(Frequency.init) else {
      throw .unexpected(byte: value.byteRange.lowerBound, expected: "r, c or f", found: "\"\(text)\"")
    }
    self = bin
  }
}

extension AnnotationSections.RawImage {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    id = try value.member("id").integer()
    width = try value.member("width").integer()
    height = try value.member("height").integer()
    fileName = try Self.fileName(value)
    negativeIDs = try value["neg_category_ids"]?.integers() ?? []
    notExhaustiveIDs = try value["not_exhaustive_category_ids"]?.integers() ?? []
  }

  /// The path below the image folder: COCO's and LVIS's images are in the folder of their split, which only the last
  /// two components of `coco_url` name; LVIS v1 has no `file_name`, and v0.5 one of an older release (COCO_val2014_…).
  private static func fileName(_ value: JSONValue) throws(JSONError) -> String {
    guard let url = value["coco_url"]?.asString else { return try value.member("file_name").string() }
    let components = url.split(separator: "/").suffix(2)
    guard let name = value["file_name"]?.asString, name != components.last ?? "", !name.hasPrefix("COCO_")
    else {
      return components.joined(separator: "/")
    }
    return name
  }
}

extension AnnotationSections.RawAnnotation {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    id = try value.member("id").integer()
    image = try value.member("image_id").integer()
    category = try value.member("category_id").integer()
    box = try Box(value.member("bbox"))
    area = try value["area"]?.double() ?? box.area
    isCrowd = try value["iscrowd"].map(Self.truth) ?? false
    byte = value.byteRange.lowerBound
    segmentation = value["segmentation"]?.byteRange ?? 0..<0
  }

  /// What Python takes for true among numbers and truth values; null is false.
  private static func truth(_ value: JSONValue) throws(JSONError) -> Bool {
    switch value.kind {
    case .null: false
    case .boolean: try value.boolean()
    default: try value.double() != 0
    }
  }
}

extension Box {
  fileprivate init(_ value: JSONValue) throws(JSONError) {
    let numbers = try value.doubles()
    guard numbers.count == 4 else {
      throw .unexpected(
        byte: value.byteRange.lowerBound, expected: "four numbers", found: "\(numbers.count) of them")
    }
    self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }
}
