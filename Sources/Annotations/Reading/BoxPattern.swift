/// What boxes that should be left, top, width, height look like instead, gathered box by box.
public struct BoxPattern: Sendable, Equatable {
  /// What boxes may look like, told where nearly all of them do.
  public enum Hint: String, Sendable, CaseIterable {
    case corners =
      "boxes look like left, top, right, bottom; left, top, width, height are expected"
    case shares = "boxes look like shares of the image, 0 to 1; pixels are expected"
  }

  private var count = 0
  /// Boxes that could be corners, and do not start at the image's own corner.
  private var possibleCorners = 0
  /// Boxes that would leave their image, or whose area is another, unless they are corners.
  private var likelyCorners = 0
  private var sharesOfOne = 0

  /// No boxes yet.
  public init() {}

  /// The boxes of a dataset.
  public init(of dataset: Dataset) {
    for instance in dataset.instances {
      let image = dataset.images[instance.image]
      add(instance.box, width: image.width, height: image.height, area: instance.area)
    }
  }

  /// Takes a box of an image; its sides are 0 and its area nil where they are not known.
  public mutating func add(_ box: Box, width: Int, height: Int, area: Double? = nil) {
    count += 1
    if max(box.x, box.y, box.maxX, box.maxY) <= 1.01, min(box.x, box.y) >= 0 { sharesOfOne += 1 }
    guard box.width > box.x, box.height > box.y, box.x + box.y > 0 else { return }
    guard width == 0 || (box.width <= Double(width) + 1 && box.height <= Double(height) + 1) else { return }
    possibleCorners += 1
    let leaves = width > 0 && (box.maxX > Double(width) + 1 || box.maxY > Double(height) + 1)
    if leaves || area.map({ isAreaOfCorners($0, box) }) == true { likelyCorners += 1 }
  }

  /// Takes the boxes of another.
  public mutating func add(_ other: BoxPattern) {
    count += other.count
    possibleCorners += other.possibleCorners
    likelyCorners += other.likelyCorners
    sharesOfOne += other.sharesOfOne
  }

  /// What nearly all boxes look like instead; nil where they look right or are few.
  public var hint: Hint? {
    guard count >= 3 else { return nil }
    if 20 * sharesOfOne >= 19 * count { return .shares }
    return 20 * possibleCorners >= 19 * count && 8 * likelyCorners >= count ? .corners : nil
  }

  private func isAreaOfCorners(_ area: Double, _ box: Box) -> Bool {
    let corners = (box.width - box.x) * (box.height - box.y)
    return abs(area - corners) <= 0.02 * corners && abs(area - box.area) > 0.1 * box.area
  }
}
