import Annotations

/// The annotated objects of one training image, in pixels of the image as the network sees it.
///
/// Plain values: loaders build them on any queue. Crowds are left out by whoever builds them.
public struct ImageTargets: Sendable, Equatable {
  /// One box an object.
  public var boxes: [CornerBox]
  /// One class index an object, 0 ..< C.
  public var classes: [Int]
  /// One mask an object, nil for one that trains the box losses alone; or none at all where the run trains boxes alone.
  public var masks: [CroppedMask?]
  /// The classes that each object shows besides its own (a dog is an animal), or none at all.
  public var impliedClasses: [[Int]] = []
  /// Boxes that hold objects nobody told apart: what lies in them is no background.
  public var groups: [CornerBox] = []
  /// Classes that are known to be absent.
  public var absentClasses: [Int] = []

  /// Targets of n objects, with a mask or nil for each, or without masks.
  public init(boxes: [CornerBox] = [], classes: [Int] = [], masks: [CroppedMask?] = []) {
    precondition(boxes.count == classes.count, "one class for each box")
    precondition(masks.isEmpty || masks.count == boxes.count, "one mask for each box, or none")
    self.boxes = boxes
    self.classes = classes
    self.masks = masks
  }

  /// Number of objects.
  public var count: Int { boxes.count }
}

/// A box by its corners, in pixels: left, top, right, bottom; four floats in a row in memory.
public struct CornerBox: Sendable, Equatable {
  /// Left edge.
  public var x1: Float
  /// Top edge.
  public var y1: Float
  /// Right edge.
  public var x2: Float
  /// Bottom edge.
  public var y2: Float

  /// A box of these corners.
  public init(x1: Float, y1: Float, x2: Float, y2: Float) {
    self.x1 = x1
    self.y1 = y1
    self.x2 = x2
    self.y2 = y2
  }

  /// The part of it inside an image.
  func clipped(to image: ImageSize) -> CornerBox {
    let (width, height) = (Float(image.width), Float(image.height))
    return CornerBox(
      x1: min(max(x1, 0), width), y1: min(max(y1, 0), height), x2: min(max(x2, 0), width),
      y2: min(max(y2, 0), height))
  }

  /// Right minus left edge.
  public var width: Float { x2 - x1 }
  /// Bottom minus top edge.
  public var height: Float { y2 - y1 }
}

/// A binary mask kept as a bitmap of just the rectangle it lies in.
public struct CroppedMask: Sendable, Equatable {
  /// Column of the image where the bitmap starts.
  public var originX: Int
  /// Row of the image where the bitmap starts.
  public var originY: Int
  /// Columns of the bitmap.
  public var width: Int
  /// Rows of the bitmap.
  public var height: Int
  /// Row-major, width × height, each 0 or 1.
  public var bits: [UInt8]

  /// A mask whose bitmap lies at this origin of the image.
  public init(originX: Int, originY: Int, width: Int, height: Int, bits: [UInt8]) {
    precondition(bits.count == width * height, "expected \(width) × \(height) bits, got \(bits.count)")
    self.originX = originX
    self.originY = originY
    self.width = width
    self.height = height
    self.bits = bits
  }
}

/// Height and width in pixels.
public struct ImageSize: Sendable, Hashable {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// A size of these rows and columns.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}

/// One object found in an image, in pixels of the size the caller asked for.
public struct Detection: Sendable, Equatable {
  /// Class index, 0 ..< C.
  public var category: Int
  /// Score in 0 ... 1.
  public var score: Float
  /// Its box.
  public var box: CornerBox
  /// Its mask over the whole image; nil from a detector without masks.
  public var mask: RunLengthMask?

  /// An object of these facts.
  public init(category: Int, score: Float, box: CornerBox, mask: RunLengthMask?) {
    self.category = category
    self.score = score
    self.box = box
    self.mask = mask
  }
}
