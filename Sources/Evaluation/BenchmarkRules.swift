import Annotations

/// How a benchmark counts: which detections take part and what is ignored.
public enum BenchmarkRules: Sendable, Equatable {
  /// LVIS's federated rules: the best so many detections of an image take part, 300 officially, and each only where
  /// its class is known to be in the image or not to be.
  case lvis(detectionsPerImage: Int)
  /// COCO's rules: crowds, and the best so many detections of a class in an image, ascending; officially 1, 10, 100.
  case coco(detectionsPerClass: [Int])
  /// LVIS's rules for AP-fixed (Dave et al., arXiv 2102.01066): the best so many detections of a class over all images
  /// take part, 10,000 officially, with no limit an image.
  case lvisFixed(detectionsPerClass: Int)

  /// LVIS as its leaderboard counts.
  public static let lvis = BenchmarkRules.lvis(detectionsPerImage: 300)
  /// AP-fixed as LVIS's leaderboard counts.
  public static let lvisFixed = BenchmarkRules.lvisFixed(detectionsPerClass: 10_000)
  /// COCO as its leaderboard counts.
  public static let coco = BenchmarkRules.coco(detectionsPerClass: [1, 10, 100])

  /// Whether a truth takes part.
  /// NOTE: the `lvis` package drops truths and detections without area, pycocotools does not.
  func admits(area: Double) -> Bool {
    switch self {
    case .lvis, .lvisFixed: area > 0
    case .coco: true
    }
  }

  /// Whether a truth is a crowd, which any number of detections may find for nothing.
  func isCrowd(_ instance: Instance) -> Bool {
    switch self {
    case .lvis, .lvisFixed: false
    case .coco: instance.isCrowd
    }
  }

  /// Whether finding a truth, once, counts for nothing.
  /// NOTE: pycocotools overwrites `ignore` by `iscrowd`, the `lvis` package honours it.
  func ignores(_ instance: Instance) -> Bool {
    switch self {
    case .lvis, .lvisFixed: instance.isIgnored
    case .coco: false
    }
  }
}

/// Object sizes of COCO and LVIS, by area in square pixels; both ends belong to a range.
public enum AreaRange: Int, Sendable, CaseIterable {
  case all, small, medium, large

  /// The areas of the range.
  public var bounds: ClosedRange<Double> {
    switch self {
    case .all: 0...1e10
    case .small: 0...1024
    case .medium: 1024...9216
    case .large: 9216...1e10
    }
  }
}

/// The IoU thresholds .50, .55, … .95 with numpy's roundings.
enum IoUThresholds {
  static let count = 10
  static let values = (0..<count).map { $0 == count - 1 ? 0.95 : 0.5 + Double($0) * step }
  private static let step = (0.95 - 0.5) / 9
  /// What an overlap must reach to match; a perfect one always does.
  static let required = values.map { min($0, 1 - 1e-10) }
}

/// One bit for each area range and IoU threshold.
struct Conditions: OptionSet, Sendable {
  let rawValue: UInt64

  /// The condition of an area range and a threshold's index.
  init(_ area: AreaRange, threshold: Int) {
    rawValue = 1 << UInt64(Self.index(area, threshold: threshold))
  }

  /// How many conditions there are.
  static let count = AreaRange.allCases.count * IoUThresholds.count

  /// The place of a condition among all.
  static func index(_ area: AreaRange, threshold: Int) -> Int {
    area.rawValue * IoUThresholds.count + threshold
  }

  /// Hands over the places of the conditions that hold.
  func forEachIndex(_ body: (Int) -> Void) {
    var rest = rawValue
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Every threshold of an area range.
  init(every area: AreaRange) {
    rawValue = ((1 << UInt64(IoUThresholds.count)) - 1) << UInt64(area.rawValue * IoUThresholds.count)
  }

  static let every = AreaRange.allCases.reduce(into: Conditions()) { $0.formUnion(Conditions(every: $1)) }

  /// Every threshold of the area ranges that an area lies outside of.
  static func outside(area: Double) -> Conditions {
    AreaRange.allCases.reduce(into: Conditions()) { conditions, range in
      if area < range.bounds.lowerBound || area > range.bounds.upperBound {
        conditions.formUnion(Conditions(every: range))
      }
    }
  }
}
