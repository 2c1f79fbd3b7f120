import Annotations
import Foundation

extension OpenImagesData {
  /// The challenge's files.
  public struct Files: Sendable {
    /// LabelName and DisplayName, with or without a header.
    public let classes: URL
    /// ImageID, LabelName, XMin, XMax, YMin, YMax, IsGroupOf and any others.
    public let boxes: URL
    /// ImageID, LabelName, Confidence (1 where the image shows the class, 0 where it does not) and any others.
    public let labels: URL?
    /// ImageID, LabelName, Score, XMin, XMax, YMin, YMax and any others.
    public let detections: URL
    /// The classes' tree, along which boxes and labels are expanded.
    public let hierarchy: URL?
    /// Whether detections count for the parents of their class too.
    public let detectionExpansion: DetectionExpansion

    /// What the hierarchy does to detections.
    public enum DetectionExpansion: Sendable {
      case none, toParents
    }

    /// Files of one split.
    public init(
      classes: URL, boxes: URL, labels: URL?, detections: URL, hierarchy: URL?,
      detectionExpansion: DetectionExpansion
    ) {
      self.classes = classes
      self.boxes = boxes
      self.labels = labels
      self.detections = detections
      self.hierarchy = hierarchy
      self.detectionExpansion = detectionExpansion
    }
  }

  /// Reads the challenge's files. Images are in the order of their ids.
  public init(_ files: Files) throws {
    var reader = try OpenImagesReader(classes: files.classes, hierarchy: files.hierarchy)
    try reader.readBoxes(files.boxes)
    if let labels = files.labels { try reader.readLabels(labels) }
    try reader.readDetections(files.detections, files.detectionExpansion)
    classes = reader.classes
    images = reader.images.sorted { $0.key < $1.key }.map(\.value)
    remarks = reader.remarks
    hints = reader.hints
    if files.labels == nil {
      hints.append(
        "no image-level labels (--labels): by the challenge's rules a detection counts only in images that show its class"
      )
    }
  }
}

/// Collects the images of the challenge's files.
private struct OpenImagesReader {
  private(set) var classes: [OpenImagesData.Class] = []
  private(set) var images: [String: OpenImagesData.Image] = [:]
  private(set) var remarks = OpenImagesRemarks()
  private var indices: [String: Int] = [:]
  /// Labels by their display names, where those are each one's own.
  private var labels: [String: String] = [:]
  private let hierarchy: ClassHierarchy?
  private var beyond: [String: (count: Int, of: Int)] = [:]

  init(classes url: URL, hierarchy: URL?) throws {
    self.hierarchy = try hierarchy.map { try ClassHierarchy(contentsOf: $0) }
    var names: [String: [String]] = [:]
    for description in try ClassDescriptions(contentsOf: url).entries {
      indices[description.label] = classes.count
      classes.append(OpenImagesData.Class(id: classes.count + 1, name: description.name))
      names[description.name, default: []].append(description.label)
    }
    labels = names.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  /// What boxes of a file look like.
  var hints: [String] {
    beyond.sorted { $0.key < $1.key }.filter { 2 * $0.value.count > $0.value.of }.map {
      "\($0.key): boxes look like pixels; shares of the image, 0 to 1, are expected. The numbers take them as they are"
    }
  }

  mutating func readBoxes(_ url: URL) throws {
    try CSVFile(contentsOf: url).forEachRow(Self.box + ["IsGroupOf"]) { row in
      let box = try corners(row)
      let isGroup = try isGroup(row)
      for category in categories(row, unknown: .unknownLabel, and: .parents) {
        images[row.text(0), default: .init()].truths.append(
          OpenImagesData.Truth(category: category, box: box, isGroup: isGroup))
      }
    }
  }

  mutating func readLabels(_ url: URL) throws {
    try CSVFile(contentsOf: url).forEachRow(["ImageID", "LabelName", "Confidence"]) { row in
      let isShown = try row.number(2, "Confidence") > 0
      let verified = categories(row, unknown: .unknownVerified, and: isShown ? .parents : .children)
      images[row.text(0), default: .init()].verified.formUnion(verified)
    }
  }

  mutating func readDetections(_ url: URL, _ expansion: OpenImagesData.Files.DetectionExpansion) throws {
    try CSVFile(contentsOf: url).forEachRow(Self.box + ["Score"]) { row in
      let box = try corners(row)
      let score = try row.number(6, "Score")
      guard box.isValid else { return note(.emptyBox, row) }
      guard images[row.text(0)] != nil else { return note(.unknownImage, row, row.text(0)) }
      let found =
        switch expansion {
        case .none: categories(row, unknown: .unknownDetected, and: .none)
        case .toParents: categories(row, unknown: .unknownDetected, and: .parents)
        }
      for category in found {
        images[row.text(0)]?.detections.append(
          OpenImagesData.Detection(category: category, box: box, score: score))
      }
    }
  }

  private static let box = ["ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax"]

  private mutating func note(_ remark: OpenImagesRemark, _ row: CSVRow, _ detail: String = "") {
    remarks.add(remark, entry: row.file, line: row.line, detail)
  }

  private mutating func corners(_ row: CSVRow) throws -> OpenImagesData.Corners {
    let box = OpenImagesData.Corners(
      top: try row.number(4, "YMin"), left: try row.number(2, "XMin"), bottom: try row.number(5, "YMax"),
      right: try row.number(3, "XMax"))
    beyond[row.file, default: (0, 0)].of += 1
    if max(box.bottom, box.right) > 2 { beyond[row.file]?.count += 1 }
    return box
  }

  /// Whether a row is of a group: for TensorFlow's evaluator every number but 0 says so.
  private mutating func isGroup(_ row: CSVRow) throws -> Bool {
    let (flag, text) = (try row.flag(6, "IsGroupOf"), row.text(6))
    guard !["0", "1"].contains(text) else { return flag }
    note(.oddFlag, row, text)
    return !["False", "false", "0.0"].contains(text)
  }

  /// Classes that the hierarchy adds to one.
  private enum Kin {
    case none, parents, children
  }

  /// The class of a row, unless the descriptions lack it, and those that the hierarchy adds.
  private mutating func categories(
    _ row: CSVRow, unknown: OpenImagesRemark, and kin: Kin
  ) -> [Int] {
    var label = row.text(1)
    if indices[label] == nil, let named = labels[label] {
      note(.displayName, row, label)
      label = named
    }
    let more = self.kin(kin, of: label)
    guard let index = indices[label] else {
      note(unknown, row, label)
      return more
    }
    return [index] + more
  }

  /// What the hierarchy adds to a class; those that the descriptions lack do not take part.
  private func kin(_ kin: Kin, of label: String) -> [Int] {
    let labels =
      switch kin {
      case .none: [String]()
      case .parents: hierarchy?.parents(of: label) ?? []
      case .children: hierarchy?.children(of: label) ?? []
      }
    return labels.compactMap { indices[$0] }
  }
}
