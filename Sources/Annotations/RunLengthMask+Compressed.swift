/// COCO's compressed run lengths: each run, from the third on less the run two before it, as base-32 digits from the
/// lowest, in characters from "0"; bit 5 says that more follow, bit 4 of the last is the sign (maskApi.c, rleFrString).
extension RunLengthMask {
  /// A mask from its compressed runs; nil if they are malformed or do not fill it.
  public init?(height: Int, width: Int, compressed: String) {
    guard let counts = Self.decompressed(compressed.utf8) else { return nil }
    self.init(height: height, width: width, filling: counts)
  }

  /// A mask from its runs; nil if they do not fill it.
  init?(height: Int, width: Int, filling counts: [Int]) {
    guard height > 0, width > 0, counts.allSatisfy({ (0...height * width).contains($0) }),
      counts.reduce(0, +) == height * width
    else { return nil }
    self.init(height: height, width: width, counts: counts.map(UInt32.init))
  }

  private static func decompressed(_ characters: String.UTF8View) -> [Int]? {
    var counts: [Int] = []
    var value = 0, shift = 0
    for character in characters {
      guard (48..<112).contains(character), shift < 60 else { return nil }
      let digit = Int(character) - 48
      value |= (digit & 0x1F) << shift
      shift += 5
      guard digit & 0x20 == 0 else { continue }
      if digit & 0x10 != 0 { value |= -1 << shift }
      counts.append(counts.count > 2 ? value &+ counts[counts.count - 2] : value)
      value = 0
      shift = 0
    }
    return shift == 0 ? counts : nil
  }
}
