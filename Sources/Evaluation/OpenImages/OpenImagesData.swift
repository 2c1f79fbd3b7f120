import Annotations

/// Images with Open Images' annotations, and detections on them.
public struct OpenImagesData: Sendable {
  /// A class.
  public struct Class: Sendable, Equatable {
    /// The id in JSON files, the place from 1 in CSV files.
    public let id: Int
    /// The name for people.
    public let name: String
  }

  /// A box by its edges, in pixels or parts of the image, the same for truths and detections.
  public struct Corners: Sendable, Equatable {
    let top, left, bottom, right: Double

    /// A box by its edges.
    public init(top: Double, left: Double, bottom: Double, right: Double) {
      self.top = top
      self.left = left
      self.bottom = bottom
      self.right = right
    }
  }

  /// An annotated object, or a group of more than five that overlap.
  struct Truth: Sendable {
    var category: Int
    let box: Corners
    let isGroup: Bool
  }

  /// A detected object.
  public struct Detection: Sendable {
    var category: Int
    let box: Corners
    let score: Double

    /// An object of a class, by its index, with any finite score.
    public init(category: Int, box: Corners, score: Double) {
      self.category = category
      self.box = box
      self.score = score
    }
  }

  /// What is known of an image, and what was found in it.
  public struct Image: Sendable {
    var truths: [Truth] = []
    /// Classes that were verified to be there or not; those of truths need not be named.
    var verified: Set<Int> = []
    var detections: [Detection] = []
  }

  /// The classes, by class index.
  public let classes: [Class]
  /// The images, in the order in which detections of equal scores count: the last first.
  var images: [Image]
  /// What is remarkable about the files' lines.
  public internal(set) var remarks = OpenImagesRemarks()
  /// Guesses, which change no number.
  public internal(set) var hints: [String] = []
}

extension OpenImagesData.Corners {
  var area: Double { (bottom - top) * (right - left) }

  /// Whether it encloses anything.
  var isValid: Bool { top < bottom && left < right }

  func intersection(_ other: Self) -> Double {
    max(0, min(bottom, other.bottom) - max(top, other.top))
      * max(0, min(right, other.right) - max(left, other.left))
  }

  func intersectionOverUnion(_ other: Self) -> Double {
    let shared = intersection(other)
    return shared / (area + other.area - shared)
  }

  /// The part of this box that lies in a group's.
  func intersectionOverArea(in group: Self) -> Double { intersection(group) / area }
}
