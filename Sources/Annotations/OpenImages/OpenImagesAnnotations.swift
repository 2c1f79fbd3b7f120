import Foundation

/// What one split of Open Images says, boxes in shares of their images: 24 bytes a box, so that the 14.6 million of the
/// training split fit anywhere.
public struct OpenImagesAnnotations: Sendable {
  /// The classes that take part, by class index.
  public let classes: [ClassDescriptions.Entry]
  /// Each class's parents, by class index, as far as they take part.
  public let parents: [[Int]]
  /// Ids of the images that boxes or labels speak of, in the order in which they first occur.
  public private(set) var imageIDs: [String] = []
  /// The images' extents that the box file says, in the same order.
  public private(set) var extents: [ImageExtent?] = []
  /// What is remarkable about the files' rows: those of classes that do not take part are left out.
  public private(set) var remarks = OpenImagesRemarks()

  private(set) var boxes: [RelativeBox] = []
  private(set) var labels: [ImageLabel] = []
  let children: [[Int]]
  private var imageIndices: [String: UInt32] = [:]
  private var classIndices: [String: UInt16] = [:]

  /// A box in shares of its image's sides.
  struct RelativeBox {
    let image: UInt32
    let category: UInt16
    let isGroup: Bool
    let left, right, top, bottom: Float
  }

  /// What people said of a class in an image.
  struct ImageLabel {
    let image: UInt32
    let category: UInt16
    let isShown: Bool
  }

  /// Reads the files; rows of classes that do not take part are counted and left out.
  public init(_ files: OpenImagesFiles) throws {
    classes = try ClassDescriptions(contentsOf: files.classes).entries
    let indices = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1.label, $0) })
    let hierarchy = try files.hierarchy.map { try ClassHierarchy(contentsOf: $0) }
    func taking(_ labels: [String]) -> [Int] { Set(labels.compactMap { indices[$0] }).sorted() }
    parents = classes.map { taking(hierarchy?.parents(of: $0.label) ?? []) }
    children = classes.map { taking(hierarchy?.children(of: $0.label) ?? []) }
    classIndices = indices.mapValues { UInt16($0) }
    try readBoxes(files.boxes)
    if let labels = files.labels { try readLabels(labels) }
    // Done with, and large.
    imageIndices = [:]
  }

  private mutating func readBoxes(_ url: URL) throws {
    var image = LastImage()
    try CSVFile(contentsOf: url).forEachRow(
      ["ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax", "IsGroupOf"], optional: ["Width", "Height"]
    ) { row in
      let index = image.index(of: row.bytes(0)) { self.index(ofImage: row.text(0)) }
      if extents[Int(index)] == nil, !row.bytes(7).isEmpty, !row.bytes(8).isEmpty {
        extents[Int(index)] = ImageExtent(
          width: try row.side(7, "Width"), height: try row.side(8, "Height"))
      }
      guard let category = classIndices[row.text(1)] else { return note(.unknownLabel, row) }
      boxes.append(
        RelativeBox(
          image: index, category: category, isGroup: try row.flag(6, "IsGroupOf"),
          left: Float(try row.number(2, "XMin")), right: Float(try row.number(3, "XMax")),
          top: Float(try row.number(4, "YMin")), bottom: Float(try row.number(5, "YMax"))))
    }
  }

  private mutating func readLabels(_ url: URL) throws {
    var image = LastImage()
    try CSVFile(contentsOf: url).forEachRow(["ImageID", "LabelName", "Confidence"]) { row in
      guard let category = classIndices[row.text(1)] else { return note(.unknownVerified, row) }
      let index = image.index(of: row.bytes(0)) { self.index(ofImage: row.text(0)) }
      labels.append(
        ImageLabel(image: index, category: category, isShown: try row.number(2, "Confidence") > 0))
    }
  }

  private mutating func note(_ remark: OpenImagesRemark, _ row: CSVRow) {
    remarks.add(remark, entry: row.file, line: row.line, row.text(1))
  }

  private mutating func index(ofImage id: String) -> UInt32 {
    if let index = imageIndices[id] { return index }
    let index = UInt32(imageIDs.count)
    imageIndices[id] = index
    imageIDs.append(id)
    extents.append(nil)
    return index
  }
}

/// The image of the row before, which most rows share.
private struct LastImage {
  private var id: [UInt8] = []
  private var index: UInt32?

  mutating func index(
    of bytes: Slice<UnsafeBufferPointer<UInt8>>, lookUp: () -> UInt32
  ) -> UInt32 {
    if let index, id.elementsEqual(bytes) { return index }
    id = Array(bytes)
    let index = lookUp()
    self.index = index
    return index
  }
}
