import Foundation

/// A stretch of a run: so many steps, epochs or seconds; written "1800 steps", "12 epochs", "10 minutes".
public enum Span: Sendable, Equatable {
  /// Optimiser steps.
  case steps(Int)
  /// Passes over the training images, repeats included.
  case epochs(Double)
  /// Wall-clock time.
  case seconds(Double)

  private static let secondsPerUnit = ["second": 1.0, "minute": 60, "hour": 3600]

  /// The stretch that the text names, or nil.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let amount = Double(words[0]), (0...1e9).contains(amount) else { return nil }
    let unit = words[1].hasSuffix("s") ? String(words[1].dropLast()) : String(words[1])
    switch unit {
    case "step":
      guard let steps = Int(exactly: amount) else { return nil }
      self = .steps(steps)
    case "epoch": self = .epochs(amount)
    default:
      guard let seconds = Span.secondsPerUnit[unit] else { return nil }
      self = .seconds(amount * seconds)
    }
  }

  /// Whether it has any length.
  public var isEmpty: Bool { amount == 0 }

  /// The number alone, in steps, epochs or seconds.
  public var amount: Double {
    switch self {
    case .steps(let steps): Double(steps)
    case .epochs(let amount), .seconds(let amount): amount
    }
  }

  /// Whether both are measured in the same unit.
  func isComparable(with other: Span) -> Bool {
    switch (self, other) {
    case (.steps, .steps), (.epochs, .epochs), (.seconds, .seconds): true
    default: false
    }
  }
}

extension Span: CustomStringConvertible {
  /// The stretch as recipes write it.
  public var description: String {
    switch self {
    case .steps(let steps): Span.phrase(Double(steps), "step")
    case .epochs(let epochs): Span.phrase(epochs, "epoch")
    case .seconds(let seconds) where seconds >= 60 && seconds.remainder(dividingBy: 6) == 0:
      Span.phrase(seconds / 60, "minute")
    case .seconds(let seconds): Span.phrase(seconds, "second")
    }
  }

  private static func phrase(_ amount: Double, _ unit: String) -> String {
    let number = Int(exactly: amount).map(String.init) ?? "\(amount)"
    return "\(number) \(unit)\(amount == 1 ? "" : "s")"
  }
}
