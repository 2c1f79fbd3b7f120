import Recipes

/// How far a run is.
struct Progress: Sendable, Equatable {
  /// Steps done.
  let step: Int
  /// Steps of an epoch.
  let stepsPerEpoch: Int
  /// Seconds worked, over all processes of the run, pauses left out.
  let seconds: Double

  /// Epochs done, with the fraction of the current one.
  var epoch: Double { Double(step) / Double(stepsPerEpoch) }

  /// How far it is in the unit of a span.
  func amount(like span: Span) -> Double {
    switch span {
    case .steps: Double(step)
    case .epochs: epoch
    case .seconds: seconds
    }
  }

  /// The share of a span that has gone by; above 1 beyond it, 1 for an empty one.
  func share(of span: Span) -> Double {
    span.isEmpty ? 1 : amount(like: span) / span.amount
  }

  /// Steps that fit a span, at so many seconds a step.
  func steps(of span: Span, secondsPerStep: Double) -> Int {
    switch span {
    case .steps(let steps): steps
    case .epochs(let epochs): Int((epochs * Double(stepsPerEpoch)).rounded())
    case .seconds(let seconds): Int((seconds / secondsPerStep).rounded())
    }
  }
}
