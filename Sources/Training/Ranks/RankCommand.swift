/// What the leader, rank 0, has every rank do next, all of them together.
enum RankCommand: Equatable {
  /// The training step of this number at this learning rate.
  case step(number: Int, learningRate: Double)
  /// Remembering the regions of a batch.
  case remember(number: Int)
  /// Handing over the margins attained.
  case margins
  /// Beginning an evaluation.
  case evaluate
  /// Going on with it.
  case goOn
  /// Giving it up, or being done with it.
  case leaveOff
  /// Waiting, however long, until the leader is back from something of its own.
  case rest(number: Int)
  /// The run's end.
  case end

  /// As numbers that are 0 for everybody but the leader, so that a sum is the leader's.
  var numbers: [Double] {
    switch self {
    case .step(let number, let rate): [1, Double(number), rate]
    case .remember(let number): [2, Double(number), 0]
    case .margins: [3, 0, 0]
    case .evaluate: [4, 0, 0]
    case .goOn: [5, 0, 0]
    case .leaveOff: [6, 0, 0]
    case .rest(let number): [7, Double(number), 0]
    case .end: [8, 0, 0]
    }
  }

  /// The command in a sum.
  init(_ numbers: [Double]) throws(RankError) {
    switch numbers[0] {
    case 1: self = .step(number: Int(numbers[1]), learningRate: numbers[2])
    case 2: self = .remember(number: Int(numbers[1]))
    case 3: self = .margins
    case 4: self = .evaluate
    case 5: self = .goOn
    case 6: self = .leaveOff
    case 7: self = .rest(number: Int(numbers[1]))
    case 8: self = .end
    default: throw .strangeCommand(numbers[0])
    }
  }
}
