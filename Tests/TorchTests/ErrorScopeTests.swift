import Testing
import Torch

@Suite struct ErrorScopeTests {
  @Test func theFirstFailureOfABlockIsThrownWithItsOperation() {
    let error = #expect(throws: TorchError.self) {
      try withTorchErrors {
        let wrong = Tensor([1.0, 2], device: .cpu) + Tensor([1.0, 2, 3], device: .cpu)
        return (wrong * 2).reshape([7]).item()
      }
    }
    #expect(error?.operation == "+(_:_:)")
    #expect(error?.message.contains("must match") == true)
  }

  @Test func undefinedTensorsPassThroughSilently() throws {
    try withTorchErrors {
      let nothing = Tensor.undefined
      let sum = (nothing + 1).relu()
      #expect(!sum.isDefined && sum.count == 0 && sum.item().isNaN && sum.array(of: Float.self).isEmpty)
    }
  }

  @Test func anInnerScopeThrowsFirst() throws {
    _ = try withTorchErrors {
      #expect(throws: TorchError.self) { _ = try withTorchErrors { Tensor([1.0, 2]).reshape([3]) } }
    }
  }

  @Test func errorsOfTheBlockItselfPassThrough() {
    struct Own: Error {}
    #expect(throws: Own.self) { try withTorchErrors { throw Own() } }
  }
}
