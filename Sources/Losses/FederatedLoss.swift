import Foundation
import Torch

/// Federated loss (Zhou et al., "Probabilistic two-stage detection", 2021, arXiv 2103.07461, section 5.4).
///
/// Sigmoid cross entropy over a set S of labels: those present, background among them, and others drawn without
/// replacement with probability ∝ (image count)^power until S has its size. Columns outside S weigh 0; background has none.
/// NOTE: the set belongs to a micro-batch of 2 images, as in the authors' CenterNet2; 16 images show about 50 classes
/// themselves, and none would be drawn. Classes that people found absent (Open Images) come before drawn ones: ours.
public struct FederatedLoss: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// ln(π / (1 − π)) of the score π that classes begin with.
  public let initialLogit: Double
  private let setSize: Int
  private let popularity: [Double]

  /// The loss of classes shown by so many training images each, whose scores begin at `prior` (π).
  public init(imageCounts: [Int], power: Double, setSize: Int, prior: Double) {
    classCount = imageCounts.count
    initialLogit = prior.logit
    popularity = imageCounts.map { pow(Double($0), power) }
    self.setSize = setSize
  }

  /// C.
  public var columnCount: Int { classCount }

  /// (1/B) Σᵢ Σ_{c ∈ S} BCE(σ(f), y), over a set S drawn by the rows' seed.
  public func callAsFunction(_ rows: LossRows) -> Tensor {
    let present = rows.labels.array(of: Int.self) + rows.implied.map(\.category)
    return value(rows, classes: drawClasses(present: present, absent: rows.absentClasses, seed: rows.seed))
  }

  func value(_ rows: LossRows, classes: [Int]) -> Tensor {
    var isKept = [Float](repeating: 0, count: classCount)
    for index in classes { isKept[index] = 1 }
    var terms = SigmoidTerms(background: .noColumn)
    terms.positives = Tensor(isKept, device: rows.logits.device)
    terms.negatives = terms.positives
    return rows.sigmoidLoss(terms)
  }

  /// The classes of S: those present and those known to be absent from an image, then others by popularity.
  func drawClasses(present labels: [Int], absent: [Int] = [], seed: UInt64) -> [Int] {
    let present = Set(labels).union(absent)
    let weights = popularity.indices.map { present.contains($0) ? 0 : popularity[$0] }
    let missing = min(setSize - present.count, weights.count { $0 > 0 })
    let classes = present.filter { $0 < classCount }.sorted()
    guard missing > 0 else { return classes }
    let drawn = Tensor(weights, device: .cpu).sampled(missing, generator: Generator(seed: seed))
    return classes + drawn.array(of: Int.self)
  }

  /// σ(f).
  public func scores(logits: Tensor) -> Tensor { logits.precise.sigmoid() }
}
