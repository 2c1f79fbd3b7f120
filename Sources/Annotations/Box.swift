/// An axis-aligned box in pixels, as LVIS and COCO write it: left, top, width, height.
public struct Box: Sendable, Equatable {
  /// Left edge.
  public var x: Double
  /// Top edge.
  public var y: Double
  /// Width, not negative.
  public var width: Double
  /// Height, not negative.
  public var height: Double

  /// A box by its left top corner and size.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Right edge.
  public var maxX: Double { x + width }
  /// Bottom edge.
  public var maxY: Double { y + height }
  /// Width × height, in square pixels.
  public var area: Double { width * height }
}
