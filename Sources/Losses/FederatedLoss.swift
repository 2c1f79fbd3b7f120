import Foundation
import Torch

/// Federated loss (Zhou et al., "Probabilistic two-stage detection", 2021, arXiv 2103.07461, section 5.4).
///
/// Sigmoid cross entropy over a set S of classes a step: those present, and others drawn without replacement with
/// probability ∝ (image count)^power until S has its size. Columns outside S weigh 0.
public final class FederatedLoss: ClassificationLoss {
  /// C.
  public let classCount: Int
  /// ln(π / (1 − π)) of the score π that classes begin with.
  public let initialLogit: Double
  private let setSize: Int
  private let popularity: [Double]
  private let random: Generator

  /// The loss of classes shown by so many training images each, whose scores begin at `prior` (π).
  public init(imageCounts: [Int], power: Double, setSize: Int, prior: Double, seed: UInt64) {
    classCount = imageCounts.count
    initialLogit = prior.logit
    popularity = imageCounts.map { pow(Double($0), power) }
    self.setSize = min(setSize, imageCounts.count)
    random = Generator(seed: seed)
  }

  /// C.
  public var columnCount: Int { classCount }

  /// (1/B) Σᵢ Σ_{c ∈ S} BCE(σ(f), y), over a set S drawn anew each time.
  public func callAsFunction(logits: Tensor, labels: Tensor) -> Tensor {
    value(logits: logits, labels: labels, classes: drawClasses(present: labels.array(of: Int.self)))
  }

  func value(logits: Tensor, labels: Tensor, classes: [Int]) -> Tensor {
    var isKept = [Float](repeating: 0, count: classCount)
    for index in classes { isKept[index] = 1 }
    var terms = SigmoidTerms(background: .noColumn)
    terms.positives = Tensor(isKept, device: logits.device)
    terms.negatives = terms.positives
    return logits.sigmoidLoss(labels, terms)
  }

  /// S: the classes present, then others by popularity.
  func drawClasses(present labels: [Int]) -> [Int] {
    let present = Set(labels.filter { $0 < classCount })
    let weights = popularity.indices.map { present.contains($0) ? 0 : popularity[$0] }
    let missing = min(setSize - present.count, weights.count { $0 > 0 })
    guard missing > 0 else { return present.sorted() }
    let drawn = Tensor(weights, device: .cpu).sampled(missing, generator: random)
    return present.sorted() + drawn.array(of: Int.self)
  }

  /// σ(f).
  public func scores(logits: Tensor) -> Tensor { logits.precise.sigmoid() }

  /// Where the drawing of classes stands.
  public var state: [NamedTensor] { [("random", random.state)] }

  /// Goes on drawing from a saved state.
  public func restore(_ saved: [NamedTensor]) throws {
    guard let state = saved.first(where: { $0.name == "random" }) else {
      throw LossStateError.missing("random")
    }
    try withTorchErrors { random.state = state.tensor }
  }
}
