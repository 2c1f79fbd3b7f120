/// What a dataset's labels say beyond themselves.
public enum LabelRules: Sendable, Equatable {
  /// Nothing: LVIS and COCO.
  case asAnnotated
  /// Open Images: what shows a class shows the classes above it, given by class index; a crowd is a group.
  case openImages(parents: [[Int]])

  /// The classes that an object of a class shows besides it.
  public func parents(of category: Int) -> [Int] {
    switch self {
    case .asAnnotated: []
    case .openImages(let parents): parents[category]
    }
  }

  /// Whether an object counts among its class's: all do, but for Open Images' groups.
  func counts(_ instance: Instance) -> Bool {
    switch self {
    case .asAnnotated: true
    case .openImages: !instance.isCrowd
    }
  }
}
