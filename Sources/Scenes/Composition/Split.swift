/// A part of a data set.
enum Split: String, CaseIterable, Sendable {
  case train, validation

  /// How often a class with several instances in an image has one left out.
  var partlyAnnotated: Float {
    switch self {
    case .train: 0.04
    case .validation: 0.3
    }
  }

  var censusSeries: RandomStream.Series { self == .train ? .trainCensus : .validationCensus }
  var sceneSeries: RandomStream.Series { self == .train ? .trainScene : .validationScene }
  var grainSeries: RandomStream.Series { self == .train ? .trainGrain : .validationGrain }
}
