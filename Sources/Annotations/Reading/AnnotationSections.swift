import JSON

/// The parts of an annotation file as they are read, in whatever order they come: ids are not resolved yet.
struct AnnotationSections {
  let file: String
  let purpose: ReadingPurpose
  var categories: [RawCategory] = []
  var images: [RawImage] = []
  var annotations: [RawAnnotation] = []
  var skipped = SkippedAnnotations()
  var remarks = AnnotationRemarks()
  var imageIDs = IDCollector()
  var categoryIDs = IDCollector()
  /// Annotations read so far, the malformed ones too.
  private var annotationCount = 0

  init(file: String, purpose: ReadingPurpose) {
    self.file = file
    self.purpose = purpose
  }

  /// A category and where it stands.
  struct RawCategory {
    let id: Int
    let name: String?
    let frequency: Frequency?
    let imageCount: Int?
    let instanceCount: Int?
    let place: EntryPlace
  }

  /// An image whose lists still hold category ids.
  struct RawImage {
    let id: Int
    let fileName: String
    let width: Int
    let height: Int
    let negativeIDs: [Int]
    let notExhaustiveIDs: [Int]
    let place: EntryPlace
  }

  /// An annotation that still holds ids.
  struct RawAnnotation {
    var id: Int
    let image: Int
    let category: Int
    let box: Box
    let area: Double
    let isCrowd: Bool
    let isIgnored: Bool
    /// Its index in the file, as far as that goes into 32 bits.
    let index: UInt32
    /// The annotation's first byte.
    let byte: Int
    /// The bytes of its mask; empty where it has none.
    let segmentation: Range<Int>
  }
}

/// Where an entry of a section stands.
struct EntryPlace: Sendable, Equatable {
  let index: Int
  let byte: Int
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
    guard let keys else { throw AnnotationError.resultsFile(file: file) }
    for name in ["images", "annotations", "categories"] where !keys.contains(name) {
      throw AnnotationError.missingSection(file: file, name: name)
    }
  }

  private mutating func read(_ item: JSONStream.Item) throws {
    switch item.place {
    case .element:
      throw AnnotationError.resultsFile(file: file)
    case .elementOf(key: "categories"):
      try record(item.value, of: "categories", index: categories.count) { sections, place throws(JSONError) in
        sections.categories.append(try sections.category(item.value, place))
      }
    case .elementOf(key: "images"):
      try record(item.value, of: "images", index: images.count) { sections, place throws(JSONError) in
        sections.images.append(try sections.image(item.value, place))
      }
    case .elementOf(key: "annotations"):
      defer { annotationCount += 1 }
      do throws(JSONError) {
        try readAnnotation(item.value)
      } catch {
        let id = item.value["id"]?.asInteger.map { ", id \($0)" } ?? ""
        skipped.add(
          .malformed, entry: "annotations[\(annotationCount)]\(error.memberPath)\(id)",
          byte: error.byte ?? item.value.byteRange.lowerBound, error.finding)
      }
    case .member(let key) where ["images", "annotations", "categories"].contains(key):
      throw AnnotationError.missingSection(file: file, name: key)
    case .elementOf, .member:
      return
    }
  }

  private mutating func record(
    _ value: JSONValue, of section: String, index: Int,
    _ add: (inout AnnotationSections, EntryPlace) throws(JSONError) -> Void
  ) throws(AnnotationError) {
    do throws(JSONError) {
      try add(&self, EntryPlace(index: index, byte: value.byteRange.lowerBound))
    } catch {
      throw .badRecord(
        file: file, entry: "\(section)[\(index)]", id: value["id"]?.asInteger, line: nil, error)
    }
  }
}

// MARK: - Categories and images

extension AnnotationSections {
  private mutating func category(_ value: JSONValue, _ place: EntryPlace) throws(JSONError) -> RawCategory {
    let frequency = value["frequency"]?.asString
    let bin = frequency.flatMap { $0.count == 1 ? $0.first.flatMap(Frequency.init) : nil }
    if let frequency, bin == nil {
      remarks.add(
        .unknownFrequency, entry: "categories[\(place.index)]", byte: place.byte, "\"\(frequency)\"")
    }
    return RawCategory(
      id: categoryIDs.number(for: try value.at("id", WrittenID.init)),
      name: try value.optional("name") { value throws(JSONError) in try value.string() }, frequency: bin,
      imageCount: value["image_count"]?.asInteger, instanceCount: value["instance_count"]?.asInteger,
      place: place)
  }

  private mutating func image(_ value: JSONValue, _ place: EntryPlace) throws(JSONError) -> RawImage {
    RawImage(
      id: imageIDs.number(for: try value.at("id", WrittenID.init)), fileName: try fileName(value),
      width: try side("width", of: value), height: try side("height", of: value),
      negativeIDs: try categoryIDs(value, "neg_category_ids"),
      notExhaustiveIDs: try categoryIDs(value, "not_exhaustive_category_ids"), place: place)
  }

  /// A side of an image; 0 where it is not said and only boxes are wanted.
  private func side(_ key: String, of value: JSONValue) throws(JSONError) -> Int {
    func integer(_ value: JSONValue) throws(JSONError) -> Int { try value.integer() }
    return switch purpose {
    case .training: try value.at(key, integer)
    case .evaluation: try value.optional(key, integer) ?? 0
    }
  }

  private mutating func categoryIDs(_ value: JSONValue, _ key: String) throws(JSONError) -> [Int] {
    var ids: [Int] = []
    guard let list = value[key], !list.isNull else { return ids }
    let written = try value.at(key) { list throws(JSONError) in
      var written: [WrittenID] = []
      for element in try list.elements() { written.append(try WrittenID(element)) }
      return written
    }
    for id in written { ids.append(categoryIDs.number(for: id)) }
    return ids
  }

  /// The path below the image folder: COCO's and LVIS's images are in the folder of their split, which only the last
  /// two components of `coco_url` name; LVIS v1 has no `file_name`, and v0.5 one of an older release (COCO_val2014_…).
  private func fileName(_ value: JSONValue) throws(JSONError) -> String {
    func string(_ value: JSONValue) throws(JSONError) -> String { try value.string() }
    let url = value["coco_url"]?.asString ?? ""
    guard !url.isEmpty else {
      return switch purpose {
      case .training: try value.at("file_name", string)
      case .evaluation: value["file_name"]?.asString ?? ""
      }
    }
    let components = url.split(separator: "/").suffix(2)
    guard let name = value["file_name"]?.asString, name != components.last ?? "", !name.hasPrefix("COCO_")
    else {
      return components.joined(separator: "/")
    }
    return name
  }
}

// MARK: - Annotations

extension AnnotationSections {
  private mutating func readAnnotation(_ value: JSONValue) throws(JSONError) {
    let byte = value.byteRange.lowerBound
    func note(_ remark: AnnotationRemark, _ detail: @autoclosure () -> String = "") {
      remarks.add(remark, entry: "annotations[\(annotationCount)]", byte: byte, detail())
    }
    let id = try annotationID(value, note)
    let image = imageIDs.number(for: try value.at("image_id", WrittenID.init))
    let written = try value.member("category_id")
    guard ![.null, .array].contains(written.kind) else {
      return skipped.add(
        .noCategory, entry: "annotations[\(annotationCount)]", byte: byte, written.isNull ? "null" : "a list")
    }
    let category = categoryIDs.number(for: try value.at("category_id", WrittenID.init))
    let box = try value.at("bbox", Box.init)
    let area = try value.optional("area") { value throws(JSONError) in try value.double() }
    if area == nil { note(.noArea) }
    if let area, area < 0 { note(.negativeArea, "\(area)") }
    let segmentation = value["segmentation"].flatMap { $0.isNoMask ? nil : $0.byteRange } ?? 0..<0
    if segmentation.isEmpty { note(.noMask) }
    annotations.append(
      RawAnnotation(
        id: id ?? Self.unnumbered, image: image, category: category, box: box, area: area ?? box.area,
        isCrowd: try value.optional("iscrowd", Self.truth) ?? false,
        isIgnored: try value.optional("ignore", Self.truth) ?? false,
        index: UInt32(truncatingIfNeeded: annotationCount), byte: byte, segmentation: segmentation))
  }

  /// Stands for an id that is still to be given.
  static let unnumbered = Int.max

  private func annotationID(
    _ value: JSONValue, _ note: (AnnotationRemark, @autoclosure () -> String) -> Void
  ) throws(JSONError) -> Int? {
    guard let written = value["id"], !written.isNull else {
      _ = try value.members()
      note(.missingID, "")
      return nil
    }
    switch try value.at("id", WrittenID.init) {
    case .number(let number) where number != Self.unnumbered: return number
    case .text(let text) where Int(text) != nil: return Int(text)
    case .number, .text:
      note(.textID, "\"\(written.source)\"")
      return nil
    }
  }

  /// What Python takes for true among numbers and truth values.
  private static func truth(_ value: JSONValue) throws(JSONError) -> Bool {
    value.kind == .boolean ? try value.boolean() : try value.double() != 0
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

extension JSONValue {
  /// Whether a segmentation is written that says nothing: null, an empty array or object, an empty ring.
  fileprivate var isNoMask: Bool {
    guard byteRange.count <= 64 else { return false }
    return ["null", "[]", "{}", "[[]]", ""].contains(source.filter { !$0.isWhitespace })
  }
}
