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
  }
}

/// Collects the images of the challenge's files.
private struct OpenImagesReader {
  private(set) var classes: [OpenImagesData.Class] = []
  private(set) var images: [String: OpenImagesData.Image] = [:]
  private var indices: [String: Int] = [:]
  private let hierarchy: ClassHierarchy?

  init(classes url: URL, hierarchy: URL?) throws {
    self.hierarchy = try hierarchy.map { try ClassHierarchy(contentsOf: $0) }
    let header = ["LabelName", "DisplayName"]
    try CSVFile(contentsOf: url, impliedHeader: header).forEachRow(header) { row in
      let label = row["LabelName"]
      guard indices.updateValue(classes.count, forKey: label) == nil else {
        throw OpenImagesError.duplicateLabel(file: row.file, line: row.line, label: label)
      }
      classes.append(OpenImagesData.Class(id: classes.count + 1, name: row["DisplayName"]))
    }
  }

  mutating func readBoxes(_ url: URL) throws {
    try CSVFile(contentsOf: url).forEachRow(Self.box + ["IsGroupOf"]) { row in
      let box = try corners(row)
      let isGroup = try row.flag("IsGroupOf")
      for category in [try category(row)] + parents(row) {
        images[row["ImageID"], default: .init()].truths.append(
          OpenImagesData.Truth(category: category, box: box, isGroup: isGroup))
      }
    }
  }

  mutating func readLabels(_ url: URL) throws {
    try CSVFile(contentsOf: url).forEachRow(["ImageID", "LabelName", "Confidence"]) { row in
      let isShown = try row.number("Confidence") > 0
      let category = try category(row)
      images[row["ImageID"], default: .init()].verified
        .formUnion([category] + (isShown ? parents(row) : children(row)))
    }
  }

  mutating func readDetections(_ url: URL, _ expansion: OpenImagesData.Files.DetectionExpansion) throws {
    try CSVFile(contentsOf: url).forEachRow(Self.box + ["Score"]) { row in
      let box = try corners(row)
      let score = try row.number("Score")
      let more =
        switch expansion {
        case .none: [Int]()
        case .toParents: parents(row)
        }
      for category in [try category(row)] + more {
        images[row["ImageID"], default: .init()].detections.append(
          OpenImagesData.Detection(category: category, box: box, score: score))
      }
    }
  }

  private static let box = ["ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax"]

  private func corners(_ row: CSVFile.Row) throws -> OpenImagesData.Corners {
    OpenImagesData.Corners(
      top: try row.number("YMin"), left: try row.number("XMin"), bottom: try row.number("YMax"),
      right: try row.number("XMax"))
  }

  private func category(_ row: CSVFile.Row) throws -> Int {
    guard let index = indices[row["LabelName"]] else {
      throw OpenImagesError.unknownLabel(file: row.file, line: row.line, label: row["LabelName"])
    }
    return index
  }

  /// The classes above the row's; those that the descriptions lack do not take part.
  private func parents(_ row: CSVFile.Row) -> [Int] {
    hierarchy?.parents(of: row["LabelName"]).compactMap { indices[$0] } ?? []
  }

  /// The classes below the row's; those that the descriptions lack do not take part.
  private func children(_ row: CSVFile.Row) -> [Int] {
    hierarchy?.children(of: row["LabelName"]).compactMap { indices[$0] } ?? []
  }
}
