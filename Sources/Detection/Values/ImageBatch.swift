import Recipes
import Torch

/// Images ready for the network: normalised, and padded at the right and bottom to one size.
public struct ImageBatch {
  /// [N, 3, H, W], float32, channels-last; H and W are multiples of 32.
  public let images: Tensor
  /// The size of each image without padding.
  public let sizes: [ImageSize]

  /// A batch of images that are normalised and padded already.
  public init(images: Tensor, sizes: [ImageSize]) {
    self.images = images
    self.sizes = sizes
  }

  /// A batch of decoded images.
  ///
  /// - Parameters:
  ///   - pixels: red, green, blue, 0 ... 255, row by row, of each image.
  ///   - sizes: of each image.
  ///   - normalisation: what the backbone was trained with.
  ///   - device: where the network is.
  public init(
    pixels: [[UInt8]], sizes: [ImageSize], normalisation: PixelNormalisation, device: Device
  ) {
    let height = (sizes.map(\.height).max() ?? 0).roundedUp(toMultipleOf: 32)
    let width = (sizes.map(\.width).max() ?? 0).roundedUp(toMultipleOf: 32)
    let canvas = Tensor.zeros([sizes.count, height, width, 3], device: .cpu)
    let mean = Tensor(normalisation.mean, device: .cpu)
    let deviation = Tensor(normalisation.deviation, device: .cpu)
    for (index, size) in sizes.enumerated() {
      let image = pixels[index].withUnsafeBytes {
        Tensor.fromBytes($0, shape: [size.height, size.width, 3], dtype: .uint8, device: .cpu)
      }
      canvas[index].narrow(0, 0, size.height).narrow(1, 0, size.width)
        .copy_(from: (image.to(.float32) - mean) / deviation)
    }
    let ordered = normalisation.channels == .rgb ? canvas : canvas.flip([3])
    self.init(images: ordered.permute([0, 3, 1, 2]).uploaded(to: device), sizes: sizes)
  }

  /// Number of images.
  public var count: Int { sizes.count }
  /// The size of all images with their padding.
  var paddedSize: ImageSize { ImageSize(height: images.size(2), width: images.size(3)) }
}

/// Mean and standard deviation of red, green and blue that pixel values are measured by, in 0 ... 255.
public struct PixelNormalisation: Sendable, Equatable {
  /// Subtracted from each pixel.
  public var mean: [Float]
  /// What the difference is divided by.
  public var deviation: [Float]

  /// The order in which the network then sees them.
  public var channels: Recipe.Detector.Backbone.Channels

  /// A normalisation by these values.
  public init(mean: [Float], deviation: [Float], channels: Recipe.Detector.Backbone.Channels) {
    self.mean = mean
    self.deviation = deviation
    self.channels = channels
  }

  /// ImageNet's, as torchvision's weights expect it.
  public static let imageNet = PixelNormalisation(
    mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375], channels: .rgb)
}

extension Int {
  func roundedUp(toMultipleOf step: Int) -> Int { (self + step - 1) / step * step }
}

extension Tensor {
  /// Boxes as [R, 4], float32.
  convenience init(_ boxes: [CornerBox], device: Device) {
    self.init(
      boxes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }, shape: [boxes.count, 4],
      device: device)
  }

  /// The rows of a [R, 4] tensor as boxes.
  func boxes() -> [CornerBox] {
    to(.float32).withUnsafeBytes { Array($0.bindMemory(to: CornerBox.self)) }
  }
}
