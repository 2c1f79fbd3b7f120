import Torch

/// Balanced group softmax, BAGS (Li et al., CVPR 2020, arXiv 2006.10408, section 4).
///
/// Classes of similar size compete in a softmax of their own: bins of [1, 10), [10, 100), [100, 1000) and more
/// training instances in the paper, each with a column "others" before its classes, and a last bin of foreground
/// against background. In a class bin "others" rows are drawn down to a multiple of its foreground rows.
public struct BalancedGroupSoftmax: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// The classes of each bin, by id.
  private let bins: [[Int]]
  /// Column of each label within each bin: 0 for others.
  private let columns: [[Int]]
  private let othersPerForeground: Int?

  /// The loss of classes with these training instances; a new bin begins at each edge, and `othersPerForeground` nil
  /// keeps every row.
  public init(instanceCounts: [Int], binEdges: [Int], othersPerForeground: Int?) {
    let classCount = instanceCounts.count
    let edges = [0] + binEdges + [Int.max]
    let bins = zip(edges, edges.dropFirst()).map { low, high in
      instanceCounts.indices.filter { low <= instanceCounts[$0] && instanceCounts[$0] < high }
    }
    self.classCount = classCount
    self.bins = bins
    columns = (bins + [[classCount]]).map { classes in
      var columns = [Int](repeating: 0, count: classCount + 1)
      for (index, label) in classes.enumerated() { columns[label] = index + 1 }
      return columns
    }
    self.othersPerForeground = othersPerForeground
  }

  /// The widths of the bins: "others" and their classes.
  private var widths: [Int] { bins.map { $0.count + 1 } + [2] }

  /// C, an "others" a bin, and two of the last bin.
  public var columnCount: Int { widths.reduce(0, +) }

  /// Σ over bins of the cross entropy of the rows that count in each, a mean over them.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    let labels = rows.labels.array(of: Int.self)
    let device = rows.logits.device
    let random = Generator(seed: rows.seed)
    var total = Tensor(0, device: device)
    for (bin, part) in rows.logits.precise.split(sizes: widths, dim: 1).enumerated() {
      let targets = labels.map { columns[bin][$0] }
      let counted = bin < bins.count ? countedRows(targets, random) : Array(targets.indices)
      let entropy = part[Tensor(counted, device: device)].crossEntropy(
        Tensor(counted.map { targets[$0] }, device: device), reduction: .sum)
      total = total + entropy / max(counted.count, 1)
    }
    return total
  }

  /// All foreground rows of a bin and as many others as are allowed; none where there is no foreground.
  private func countedRows(_ targets: [Int], _ random: Generator) -> [Int] {
    let foreground = targets.indices.filter { targets[$0] > 0 }
    let others = targets.indices.filter { targets[$0] == 0 }
    guard !foreground.isEmpty else { return [] }
    guard let othersPerForeground, others.count > othersPerForeground * foreground.count else {
      return Array(targets.indices)
    }
    let order = Tensor.randperm(others.count, generator: random).array(of: Int.self)
    return foreground + order.prefix(othersPerForeground * foreground.count).map { others[$0] }
  }

  /// The classes' columns, which lie bin after bin.
  public func classLogits(_ logits: Tensor) -> Tensor {
    logits.indexSelect(1, Tensor(places, device: logits.device))
  }

  /// With the classes' columns shifted; those of the others stay.
  public func shifted(_ logits: Tensor, by shifts: [Double]) -> Tensor {
    var columns = [Float](repeating: 0, count: columnCount)
    for (place, shift) in zip(places, shifts) { columns[place] = Float(shift) }
    return logits + Tensor(columns, device: logits.device)
  }

  /// Each class's column.
  private var places: [Int] {
    var places = [Int](repeating: 0, count: classCount)
    var start = 1
    for bin in bins {
      for (index, label) in bin.enumerated() { places[label] = start + index }
      start += bin.count + 1
    }
    return places
  }

  /// Probability within the class's bin × P(foreground).
  public func scores(logits: Tensor) -> Tensor {
    let probabilities = Tensor.concatenate(
      logits.precise.split(sizes: widths, dim: 1).map { $0.softmax(dim: 1) }, dim: 1)
    return classLogits(probabilities) * probabilities.narrow(1, columnCount - 2, 1)
  }

  /// How many classes each bin has.
  public var remark: String? { "bags: bins of \(bins.map(\.count)) classes, by training instances" }
}
