import Annotations
import Events

/// Who takes a class's objects and whose it takes, at IoU 0.5: a truth that its own class did not get goes to the class of
/// the best detection of another class that lies on it.
public struct ClassConfusion: Sendable, Equatable {
  /// Truths of the class that it did not get, taken or not.
  public private(set) var lost = 0
  /// Which classes take its objects, most first; equal ones by class index.
  public private(set) var takers: [ClassExchange] = []
  /// Whose objects it takes, most first; equal ones by class index.
  public private(set) var sources: [ClassExchange] = []

  /// The confusion of every class, by class index.
  static func ofEveryClass(_ lost: some Sequence<LostTruth>, classCount: Int) -> [ClassConfusion] {
    var classes = [ClassConfusion](repeating: ClassConfusion(), count: classCount)
    var pairs: [Int: Int] = [:]
    for truth in lost {
      classes[Int(truth.category)].lost += 1
      if let taker = truth.taker { pairs[Int(truth.category) * classCount + Int(taker), default: 0] += 1 }
    }
    for (pair, count) in pairs {
      let (source, taker) = pair.quotientAndRemainder(dividingBy: classCount)
      classes[source].takers.append(ClassExchange(category: taker, count: count))
      classes[taker].sources.append(ClassExchange(category: source, count: count))
    }
    for index in classes.indices {
      classes[index].takers.sortMostFirst()
      classes[index].sources.sortMostFirst()
    }
    return classes
  }
}

extension [ClassExchange] {
  fileprivate mutating func sortMostFirst() {
    sort { ($1.count, $0.category) < ($0.count, $1.category) }
  }
}

/// Where the lost objects of some classes go, by the frequency of the classes that take them.
public struct LostObjects: Sendable, Equatable {
  /// Truths that their own classes did not get.
  public let count: Int
  /// How many of them classes of a frequency take.
  public let takenBy: [Frequency: Int]

  init(count: Int, takenBy: [Frequency: Int]) {
    self.count = count
    self.takenBy = takenBy
  }

  init(of source: Frequency, in classes: [ClassAccuracy]) {
    let lost = classes.lazy.filter { $0.category.frequency == source }.compactMap(\.confusion)
    count = lost.reduce(0) { $0 + $1.lost }
    takenBy = lost.reduce(into: [:]) { taken, confusion in
      for exchange in confusion.takers {
        guard let frequency = classes[exchange.category].category.frequency else { continue }
        taken[frequency, default: 0] += exchange.count
      }
    }
  }
}

extension EvaluationResults {
  /// Where the lost objects of rare, common or frequent classes go; of no object unless errors were asked for.
  public func lostObjects(of frequency: Frequency) -> LostObjects {
    LostObjects(of: frequency, in: classes)
  }

  /// What goes wrong with the classes of a frequency, with all for nil; nil unless errors were asked for.
  ///
  /// NOTE: TIDE counts a class that is detected but has no truth as one of AP 0. So is it here by COCO's rules; by LVIS's,
  /// where such detections are of images known not to show it, classes without truths are left out as LVIS does.
  public func errorSummary(of frequency: Frequency? = nil) -> ErrorSummary? {
    let chosen = classes.filter {
      (frequency == nil || $0.category.frequency == frequency)
        && (rules.countsAbsentClasses || $0.truthCount > 0)
    }
    let errors = chosen.compactMap(\.errors)
    return classes.contains { $0.errors != nil } ? ErrorSummary(of: errors) : nil
  }
}

extension BenchmarkRules {
  fileprivate var countsAbsentClasses: Bool {
    switch self {
    case .lvis, .lvisFixed: false
    case .coco: true
    }
  }
}
