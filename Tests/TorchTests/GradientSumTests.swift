import Testing
import Torch

@Suite struct GradientSumTests {
  /// Gradients by hand: of 2a is 2, of 3a + b is 3 and 1; the sums are 5 and 1, and nothing reaches the third.
  @Test func addsWhatEachPassLeaves() throws {
    try withTorchErrors {
      let parameters = ["a", "b", "idle"].map { ($0, Tensor([1.0]).requiresGrad()) }
      let (a, b) = (parameters[0].1, parameters[1].1)
      let sum = GradientSum(of: parameters)
      for _ in 0..<2 {
        for pass in [2 * a, 3 * a + b] {
          pass.sum().backward()
          sum.collect()
          #expect(a.grad == nil)
        }
        sum.handOut()
        #expect(parameters.map { $0.1.grad?.item() } == [5, 1, nil])
        for (_, parameter) in parameters { parameter.clearGrad() }
      }
    }
  }

  /// A parameter that the first step's passes reached and the second's did not has no gradient then.
  @Test func forgetsWhatOnlyAnEarlierStepReached() throws {
    try withTorchErrors {
      let parameters = ["a", "b"].map { ($0, Tensor([1.0]).requiresGrad()) }
      let sum = GradientSum(of: parameters)
      for reached in [parameters[0].1 + parameters[1].1, 2 * parameters[0].1] {
        for (_, parameter) in parameters { parameter.clearGrad() }
        reached.sum().backward()
        sum.collect()
        sum.handOut()
      }
      #expect(parameters.map { $0.1.grad?.item() } == [2, nil])
    }
  }
}
