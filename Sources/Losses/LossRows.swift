import Torch

/// The regions of one micro-batch as its classification loss sees them, B rows.
public struct LossRows {
  /// [B, columns], of any finite value.
  public let logits: Tensor
  /// [B], int64, 0 ..< C, background C.
  public let labels: Tensor
  /// A number for each row, equal for rows that stand for the same ground truth; any for background.
  public let objects: [Int]
  /// What the loss draws at random follows from it: of the run's seed, the step and the micro-batch's place in it.
  public let seed: UInt64

  /// Classes that rows show besides their labels: they are no negatives of them, and positives where columns are judged
  /// one by one. Their logits are in `impliedLogits` alone; in `logits` they count as surely absent.
  public let implied: [ImpliedLabel]
  /// The logits of the implied labels, [P]; nil where there are none.
  public let impliedLogits: Tensor?
  /// Classes that are known to be absent from an image of the micro-batch.
  public let absentClasses: [Int]

  /// Rows of which it is known which ground truth they stand for.
  public init(
    logits: Tensor, labels: Tensor, objects: [Int], seed: UInt64, implied: [ImpliedLabel] = [],
    absentClasses: [Int] = []
  ) {
    precondition(objects.count == labels.count, "one ground truth a row")
    self.labels = labels
    self.objects = objects
    self.seed = seed
    self.implied = implied
    self.absentClasses = absentClasses
    guard !implied.isEmpty else {
      (self.logits, impliedLogits) = (logits, nil)
      return
    }
    let rows = Tensor(implied.map(\.row), device: logits.device)
    impliedLogits = logits[rows, Tensor(implied.map(\.category), device: logits.device)]
    self.logits = logits.silenced(at: implied)
  }

  /// Rows each of which stands for a ground truth of its own.
  public init(logits: Tensor, labels: Tensor, seed: UInt64) {
    self.init(logits: logits, labels: labels, objects: Array(0..<labels.count), seed: seed)
  }
}

/// A class that a row shows besides its label.
public struct ImpliedLabel: Sendable, Equatable {
  /// The row.
  public let row: Int
  /// The class, 0 ..< C.
  public let category: Int

  /// An implied label of a row.
  public init(row: Int, category: Int) {
    self.row = row
    self.category = category
  }
}

extension LossRows {
  /// (1/B) Σᵢ Σ_c w · BCE(σ(s f − δ_c), y), y being 1 for implied labels as for the row's own.
  ///
  /// - Parameter sums: [2, K], float64; Σ w |σ − y| over positives and over negatives is added to its rows.
  func sigmoidLoss(_ terms: SigmoidTerms, addingSlopesTo sums: Tensor? = nil) -> Tensor {
    let own = logits.sigmoidLoss(labels, terms, addingSlopesTo: sums)
    guard let impliedLogits else { return own }
    let columns = Tensor(implied.map(\.category), device: logits.device)
    func ofColumns(_ values: Tensor) -> Tensor { values.indexSelect(0, columns).to(impliedLogits.dtype) }
    let weights =
      terms.positives.map(ofColumns)
      ?? .ones([implied.count], dtype: impliedLogits.dtype, device: logits.device)
    var logits = terms.scale * impliedLogits
    if let shifts = terms.shifts { logits = logits - ofColumns(shifts) }
    if let sums {
      withoutGradient {
        let slopes = (weights * (1 - logits.sigmoid())).to(sums.dtype)
        sums[0].add_(
          Tensor.zeros([sums.size(1)], dtype: sums.dtype, device: sums.device).indexAdd(0, columns, slopes))
      }
    }
    return own + (weights * (-logits).softplus()).sum() / Double(max(labels.count, 1))
  }
}

extension Tensor {
  /// With logits that no loss can tell from those of a class that is surely absent: neither value nor gradient.
  fileprivate func silenced(at labels: [ImpliedLabel]) -> Tensor {
    var isSilent = [Float](repeating: 0, count: size(0) * size(1))
    for label in labels { isSilent[label.row * size(1) + label.category] = 1 }
    let mask = Tensor(isSilent, shape: [size(0), size(1)], device: device)
    return Tensor.where(mask .> 0.5, -1e4, self)
  }
}
