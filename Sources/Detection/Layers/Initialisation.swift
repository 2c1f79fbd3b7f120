import Torch

/// How a layer's random weights are drawn; biases start at 0.
enum Initialisation {
  /// Normal, keeping the size of gradients through a ReLU (He et al. 2015, fan-out).
  case he
  /// Uniform, keeping the size of values (fan-in), as detectron2 and torchvision start pyramids.
  case uniform
  /// Normal of this standard deviation.
  case normal(Double)

  /// A weight of this shape: outputs, inputs, then the kernel's sides; four dimensions lie channels-last.
  fileprivate func weight(_ shape: [Int], _ generator: Generator) -> Tensor {
    let kernel = shape.dropFirst(2).reduce(1, *)
    let values =
      switch self {
      case .he: Tensor.randn(shape, generator: generator) * (2 / Double(shape[0] * kernel)).squareRoot()
      case .uniform:
        (Tensor.rand(shape, generator: generator) * 2 - 1) * (3 / Double(shape[1] * kernel)).squareRoot()
      case .normal(let deviation): Tensor.randn(shape, generator: generator) * deviation
      }
    return shape.count == 4 ? values.channelsLast() : values
  }
}

/// Where the first parameters of a network come from: drawn on the CPU, the same for every device, and brought to one.
public struct ParameterSource {
  /// Where parameters and buffers are to be.
  public let device: Device
  private let generator: Generator

  /// A source that draws by a seed.
  public init(seed: UInt64, device: Device) {
    generator = Generator(seed: seed)
    self.device = device
  }

  /// A weight of this shape, to be trained.
  func weight(_ shape: [Int], _ initialisation: Initialisation) -> Tensor {
    initialisation.weight(shape, generator).uploaded(to: device).requiresGrad()
  }

  /// A bias with this value everywhere, to be trained.
  func bias(_ count: Int, _ value: Double = 0) -> Tensor { constant(count, value).requiresGrad() }

  /// A vector with one value everywhere.
  func constant(_ count: Int, _ value: Double) -> Tensor { .full([count], value, device: device) }
}
