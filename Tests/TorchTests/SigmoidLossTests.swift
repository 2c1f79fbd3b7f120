import Foundation
import Testing

@testable import Torch

@Suite struct SigmoidLossTests {
  /// Every kind of weight at once, on 150 rows: more than a unit of work, and not a multiple of a block.
  private func terms(_ columns: Int, _ background: SigmoidTerms.Background, _ generator: Generator)
    -> SigmoidTerms
  {
    func values() -> Tensor { .rand([columns], dtype: .float64, generator: generator) }
    var terms = SigmoidTerms(background: background)
    terms.scale = 2
    (terms.shifts, terms.positives, terms.negatives) = (values() * 3, values() * 5, values())
    if background == .noColumn { terms.foregroundNegatives = values() }
    return terms
  }

  @Test(arguments: [DType.float32, .float64], [SigmoidTerms.Background.lastColumn, .noColumn])
  func theKernelEqualsTheComposedForm(dtype: DType, background: SigmoidTerms.Background) throws {
    try withTorchErrors {
      let generator = Generator(seed: 3)
      for deviation in [0.01, 3, 30.0] {
        let terms = terms(37, background, generator)
        let labels = Tensor.randint(0..<(background == .noColumn ? 38 : 37), [150], generator: generator)
        let values = (deviation * Tensor.randn([150, 37], dtype: dtype, generator: generator)) - deviation
        let (fused, oracle) = (values.clone().requiresGrad(), values.to(.float64).clone().requiresGrad())
        let (sums, oracleSums) = (
          Tensor.ones([2, 37], dtype: .float64), Tensor.ones([2, 37], dtype: .float64)
        )
        let value = fused.sigmoidLoss(labels, terms, addingSlopesTo: sums)
        let expected = oracle.composedSigmoidLoss(labels, terms, addingSlopesTo: oracleSums)
        value.backward()
        expected.backward()
        let tolerance = dtype == .float64 ? 1e-12 : 2e-6
        #expect(error(value, expected) < tolerance)
        let (gradient, expectedGradient) = (try #require(fused.grad), try #require(oracle.grad))
        #expect(error(gradient, expectedGradient) < tolerance)
        #expect(error(sums, oracleSums) < tolerance)
      }
    }
  }

  /// Confident negatives cost next to nothing, and that little must be right: 200 rows of ln(1 + e⁻²⁰) in each column.
  @Test func smallTermsKeepTheirPrecision() throws {
    try withTorchErrors {
      let logits = Tensor.full([200, 5], -20)
      let value = logits.sigmoidLoss(Tensor.full([200], 5).to(.int64), SigmoidTerms(background: .noColumn))
      #expect(abs(value.item() / (5 * log1p(exp(-20.0))) - 1) < 1e-6)
    }
  }

  @Test(arguments: [1, 2, 3]) func theNumberOfThreadsChangesNothing(threads: Int) throws {
    try withTorchErrors {
      let generator = Generator(seed: 5)
      let logits = Tensor.randn([1000, 41], generator: generator)
      let labels = Tensor.randint(0..<41, [1000], generator: generator)
      func result() throws -> (Double, [Float], [Double]) {
        let logits = logits.clone().requiresGrad()
        let sums = Tensor.zeros([2, 41], dtype: .float64)
        let value = logits.sigmoidLoss(labels, SigmoidTerms(background: .lastColumn), addingSlopesTo: sums)
        value.backward()
        return (value.item(), try #require(logits.grad).array(of: Float.self), sums.array(of: Double.self))
      }
      let before = TorchRuntime.threadCount
      defer { TorchRuntime.threadCount = before }
      TorchRuntime.threadCount = 1
      let alone = try result()
      TorchRuntime.threadCount = threads
      #expect(try result() == alone)
    }
  }

  @Test func aGradientOfTheLossIsPassedOn() throws {
    try withTorchErrors {
      let logits = Tensor.zeros([1, 2]).requiresGrad()
      (3 * logits.sigmoidLoss(Tensor([0]), SigmoidTerms(background: .lastColumn))).backward()
      #expect(logits.grad?.array(of: Float.self) == [-1.5, 1.5])
    }
  }

  @Test func whatDoesNotFitIsAnError() {
    let terms = SigmoidTerms(background: .lastColumn)
    for (labels, sums) in [
      ([3], nil), ([-1], nil), ([0, 0], nil), ([0], Tensor.zeros([3], dtype: .float64)),
    ] {
      #expect(throws: TorchError.self) {
        try withTorchErrors {
          _ = Tensor.zeros([1, 3]).sigmoidLoss(Tensor(labels), terms, addingSlopesTo: sums)
        }
      }
    }
  }

  private func error(_ found: Tensor, _ expected: Tensor) -> Double {
    ((found.to(.float64) - expected).abs().max() / expected.abs().max()).item()
  }
}
