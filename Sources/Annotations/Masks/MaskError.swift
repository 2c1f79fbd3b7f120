/// Why runs or their compressed text are not a mask.
public enum MaskError: Error, Equatable {
  /// The text holds a byte that no mask has.
  case strangeByte(UInt8, offset: Int)
  /// The text ends inside a run.
  case truncated(offset: Int)
  /// A run is negative or has more than 32 bits.
  case impossibleRun(Int, index: Int)
  /// The runs do not add up to the mask's pixels.
  case wrongLength(pixels: Int, height: Int, width: Int)
  /// A side is negative, or the pixels need more than 32 bits.
  case impossibleSize(height: Int, width: Int)
}

extension MaskError: CustomStringConvertible {
  /// One sentence: what is wrong with the mask, and where.
  public var description: String {
    switch self {
    case .strangeByte(let byte, let offset):
      "byte \(offset) of the compressed mask is \(byte), expected 48 to 111"
    case .truncated(let offset): "the compressed mask ends inside a run, at byte \(offset)"
    case .impossibleRun(let length, let index): "run \(index) of the mask has length \(length)"
    case .wrongLength(let pixels, let height, let width):
      "the mask's runs add up to \(pixels) pixels, expected \(height) × \(width) = \(height * width)"
    case .impossibleSize(let height, let width): "no mask has a size of \(height) × \(width)"
    }
  }
}
