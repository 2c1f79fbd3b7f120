import CPUTensors
import Testing
import Torch

@Suite struct TensorTests {
  @Test func arithmeticReadsLikeTheFormula() throws {
    try withTorchErrors {
      let x = Tensor([1, 2, 3] as [Float])
      #expect((2 * x - 1).array(of: Float.self) == [1, 3, 5])
      #expect((1 / x + x / 2).array(of: Float.self) == [1.5, 1.5, Float(1) / 3 + 1.5])
      #expect((-x + 4).pow(2).array(of: Int.self) == [9, 4, 1])
      #expect(((x .> 1) .&& .!(x .== 3)).array(of: Bool.self) == [false, true, false])
      #expect((x % 2).array(of: Float.self) == [1, 0, 1])
    }
  }

  @Test func numbersTakeTheTensorsType() throws {
    try withTorchErrors {
      #expect((Tensor([1, 2]) + 1).dtype == .int64)
      #expect((Tensor([1, 2]) * 0.5).dtype == .float32)
      #expect((Tensor([1, 2] as [Float]).to(.bfloat16) * 0.5).dtype == .bfloat16)
      #expect((Tensor([1.0, 2]) - 1).dtype == .float64)
      #expect(Tensor([7, 8]).floorDivided(by: 2).array(of: Int.self) == [3, 4])
    }
  }

  @Test func shapesAndViews() throws {
    try withTorchErrors {
      let x = Tensor.arange(12).reshape([3, 4])
      #expect(x.transpose(0, 1).shape == [4, 3] && !x.transpose(0, 1).isContiguous)
      #expect(x.size(-1) == 4 && x.rank == 2 && x.count == 12 && x.strides == [4, 1])
      #expect(x[1].array(of: Int.self) == [4, 5, 6, 7])
      #expect(x[1..<3].flatten().count == 8)
      #expect(x.slice(1, 0..<4, step: 2).array(of: Int.self) == [0, 2, 4, 6, 8, 10])
      #expect(x.split(sizes: [1, 3], dim: 1).map(\.shape) == [[3, 1], [3, 3]])
      #expect(Tensor.stack([x, x], dim: 1).shape == [3, 2, 4])
      #expect(Tensor.zeros([2, 3, 4, 5]).channelsLast().strides == [60, 1, 15, 3])
    }
  }

  @Test func indexing() throws {
    try withTorchErrors {
      let x = Tensor([5, 1, 4, 2])
      #expect(x[x .> 1].array(of: Int.self) == [5, 4, 2])
      #expect(x[Tensor([3, 0])].array(of: Int.self) == [2, 5])
      let top = x.topK(2)
      #expect(top.values.array(of: Int.self) == [5, 4] && top.indices.array(of: Int.self) == [0, 2])
      #expect(x.sort(descending: true).indices.array(of: Int.self) == [0, 2, 3, 1])
      #expect(x.oneHot(6).sum(dim: 0).array(of: Int.self) == [0, 1, 1, 0, 1, 1])
      #expect(Tensor([1, 3, 3]).bincount(5).array(of: Int.self) == [0, 1, 0, 2, 0])
      let matrix = Tensor.arange(6).reshape([2, 3])
      #expect(matrix[Tensor([0, 1]), Tensor([2, 0])].array(of: Int.self) == [2, 3])
      #expect(matrix.gather(1, Tensor([1, 2], shape: [2, 1])).array(of: Int.self) == [1, 5])
      #expect(Tensor([1.0, 3, 5]).searchsorted(Tensor([3.0, 4])).array(of: Int.self) == [1, 2])
    }
  }

  @Test func reductions() throws {
    try withTorchErrors {
      let x = Tensor([1, -2, 3, 4] as [Float], shape: [2, 2])
      #expect(x.sum().item() == 6 && x.mean().item() == 1.5 && x.max().item() == 4 && x.min().item() == -2)
      #expect(x.max(dim: 1).indices.array(of: Int.self) == [0, 1])
      #expect(x.sum(dim: 0, keepDim: true).shape == [1, 2])
      #expect(x.norm().item() == Double(Float(30).squareRoot()))
      #expect((x .> 0).any().item() == 1 && (x .> 0).all().item() == 0)
    }
  }

  /// By hand: y = Σ (3x)², dy/dx = 18 x.
  @Test func gradientsFlowBackAndStopWhereToldTo() throws {
    try withTorchErrors {
      let x = Tensor([1, 2] as [Float]).requiresGrad()
      (3 * x).pow(2).sum().backward()
      #expect(x.grad?.array(of: Int.self) == [18, 36])
      x.clearGrad()
      #expect(x.grad == nil)
      #expect(!withoutGradient { x * 2 }.requiresGrad && (x * 2).requiresGrad && !x.detach().requiresGrad)
    }
  }

  @Test func bytesComeAndGo() throws {
    try withTorchErrors {
      let bytes: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0]
      let x = bytes.withUnsafeBytes { Tensor.fromBytes($0, shape: [2], dtype: .int32, device: .cpu) }
      #expect(x.array(of: Int32.self) == [1, 2])
      #expect(x.withUnsafeBytes { Array($0) } == bytes)
      #expect("\(x)" == "Tensor([2], int32, [1.0, 2.0])")
    }
  }
}

@Suite struct GeneratorTests {
  @Test func continuesFromASavedState() throws {
    try withTorchErrors {
      let random = Generator(seed: 11)
      _ = Tensor.randn([5], generator: random)
      let state = random.state
      let expected = Tensor.rand([4], generator: random).array(of: Float.self)
      let other = Generator(seed: 0)
      other.state = state
      #expect(Tensor.rand([4], generator: other).array(of: Float.self) == expected)
    }
  }

  @Test func drawsWithoutReplacementByWeight() throws {
    try withTorchErrors {
      let drawn = Tensor([0, 1, 0, 5, 1] as [Float]).sampled(3, generator: Generator(seed: 3))
      #expect(Set(drawn.array(of: Int.self)) == [1, 3, 4])
      #expect(
        Tensor.randperm(6, generator: Generator(seed: 3)).sort().values.array(of: Int.self) == Array(0..<6))
    }
  }
}
