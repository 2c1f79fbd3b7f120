/// A value at a place on the x axis.
public struct ChartPoint: Hashable, Sendable {
  /// The place: a step, an epoch, seconds, a class's frequency.
  public var x: Double
  /// The value; what is not finite is shown as a tick on the axis.
  public var y: Double

  /// A point from its two coordinates.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// The least and greatest value around a place on the x axis.
public struct Envelope: Hashable, Sendable {
  /// The place.
  public var x: Double
  /// The least value.
  public var low: Double
  /// The greatest value.
  public var high: Double

  /// An envelope's place and bounds.
  public init(x: Double, low: Double, high: Double) {
    self.x = x
    self.low = low
    self.high = high
  }
}

/// A named row of points in order of x, drawn in one colour and sign.
public struct Series: Sendable {
  /// How points become a picture.
  public enum Drawing: Hashable, Sendable {
    /// A line through all points.
    case curve
    /// A sign at each point, joined by a line: things measured now and then, such as evaluations.
    case marked
    /// A sign at each point: things without an order, such as classes.
    case scattered
  }

  /// Its name in the legend.
  public var name: String
  /// Its colour and sign.
  public var mark: Mark
  /// The points, in order of x unless they are scattered.
  public var points: [ChartPoint]
  /// The same before smoothing, drawn faintly behind.
  public var raw: [ChartPoint]
  /// The spread around the points, drawn faintly behind.
  public var envelope: [Envelope]
  /// Branches that were given up, such as what a resumed run did again; drawn faintly behind.
  public var ghosts: [[ChartPoint]]
  /// How the points are drawn.
  public var drawing: Drawing
  /// How its values are written, if not as the axis writes them.
  public var format: ValueFormat?

  /// A series from its points and how they are shown.
  public init(
    _ name: String, mark: Mark, points: [ChartPoint], raw: [ChartPoint] = [], envelope: [Envelope] = [],
    ghosts: [[ChartPoint]] = [], drawing: Drawing = .curve, format: ValueFormat? = nil
  ) {
    self.name = name
    self.mark = mark
    self.points = points
    self.raw = raw
    self.envelope = envelope
    self.ghosts = ghosts
    self.drawing = drawing
    self.format = format
  }
}

/// A horizontal line to compare with.
public struct Reference: Hashable, Sendable {
  /// Where it lies on the y axis.
  public var value: Double
  /// What it is.
  public var label: String

  /// A line at a value.
  public init(_ value: Double, label: String) {
    self.value = value
    self.label = label
  }
}
