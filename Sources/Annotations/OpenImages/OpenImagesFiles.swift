import Foundation

/// The CSV files of one split of Open Images.
public struct OpenImagesFiles: Sendable {
  /// LabelName and DisplayName of the classes that take part, with or without a header.
  public let classes: URL
  /// The classes' tree (bbox_labels_600_hierarchy.json); nil for none.
  public let hierarchy: URL?
  /// ImageID, LabelName, XMin, XMax, YMin, YMax, IsGroupOf and any others; Width and Height, in pixels, where it has them.
  public let boxes: URL
  /// ImageID, LabelName, Confidence (above 0 where the image shows the class) and any others; nil for none.
  public let labels: URL?

  /// Files of one split.
  public init(classes: URL, hierarchy: URL?, boxes: URL, labels: URL?) {
    self.classes = classes
    self.hierarchy = hierarchy
    self.boxes = boxes
    self.labels = labels
  }
}

/// Width and height of an image in pixels.
public struct ImageExtent: Sendable, Equatable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// An extent of these columns and rows.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
