import ArgumentParser

/// Numbers on a command line: from:to:step with both ends, or one by one with commas.
public struct Strengths: ExpressibleByArgument, Sendable, Equatable {
  /// The numbers.
  public let values: [Double]

  /// 0, 0.1, … 1.
  public static let tenths = Strengths(values: (0...10).map { Double($0) / 10 })

  private init(values: [Double]) { self.values = values }

  /// Nil where the text is neither, where a step does not lead from one end to the other, or to more than 1,000 numbers.
  public init?(argument: String) {
    let range = argument.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
    let list = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard argument.contains(":") else {
      let numbers = list.compactMap(\.self).filter(\.isFinite)
      guard numbers.count == list.count else { return nil }
      values = numbers
      return
    }
    guard range.count == 3, let first = range[0], let last = range[1], let step = range[2], step != 0,
      case let count = ((last - first) / step + 1e-9).rounded(.down), 0..<1000 ~= count
    else { return nil }
    values = (0...Int(count)).map { first + Double($0) * step }
  }
}
