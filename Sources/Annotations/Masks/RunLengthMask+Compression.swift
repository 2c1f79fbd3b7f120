extension RunLengthMask {
  /// A mask of runs that come from outside: they must add up to its pixels.
  public init(checking counts: [UInt32], height: Int, width: Int) throws(MaskError) {
    let pixels = counts.reduce(0) { $0 + Int($1) }
    try Self.check(pixels: pixels, height: height, width: width)
    self.init(height: height, width: width, counts: counts)
  }

  /// A mask in COCO's compressed text.
  public init(compressed text: String, height: Int, width: Int) throws(MaskError) {
    var counts: [UInt32] = [], bytes = text
    let failure: MaskError? = bytes.withUTF8 { bytes in
      do throws(MaskError) {
        try Self.decompress(bytes, height: height, width: width, into: &counts)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    self.init(height: height, width: width, counts: counts)
  }

  /// COCO's compressed text: each run, from the fourth on its difference to the last but one, in groups of five bits,
  /// the least first, behind a bit that says whether more follow; 48 is added to make each group a character.
  public var compressed: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * counts.count)
    for (index, count) in counts.enumerated() {
      var rest = Int(count) - (index > 2 ? Int(counts[index - 2]) : 0)
      var hasMore = true
      while hasMore {
        let group = rest & 0x1f
        rest >>= 5
        hasMore = group & 0x10 != 0 ? rest != -1 : rest != 0
        bytes.append(UInt8(48 + group + (hasMore ? 0x20 : 0)))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the runs of a compressed text, which must add up to the mask's pixels.
  package static func decompress(
    _ text: UnsafeBufferPointer<UInt8>, height: Int, width: Int, into counts: inout [UInt32]
  ) throws(MaskError) {
    var sound = false
    counts.append(addingCapacity: text.count) { (runs: inout OutputSpan<UInt32>) in
      runs.withUnsafeMutableBufferPointer { runs, count in
        let pixels = decompress(text, into: runs, &count)
        sound = pixels != nil && pixels == height.multipliedReportingOverflow(by: width).partialValue
      }
    }
    guard sound else { return try check(pixels: try sumOfRuns(text), height: height, width: width) }
    try checkSize(height: height, width: width)
  }

  /// Writes the runs of a text; returns their sum, or nil where it is none of runs.
  private static func decompress(
    _ text: UnsafeBufferPointer<UInt8>, into runs: UnsafeMutableBufferPointer<UInt32>, _ count: inout Int
  ) -> Int? {
    var (offset, pixels, excess) = (0, 0, 0)
    var (last, lastButOne) = (0, 0)
    while offset < text.count {
      let only = Int(text[offset]) &- 48
      var difference = (only ^ 0x10) &- 0x10
      if UInt(bitPattern: only) < 0x20 {
        offset &+= 1
      } else {
        guard let value = try? decompressInteger(text, at: &offset) else { return nil }
        difference = value
      }
      let length = count > 2 ? difference &+ lastButOne : difference
      runs[count] = UInt32(truncatingIfNeeded: length)
      (last, lastButOne) = (length, last)
      count &+= 1
      pixels &+= length
      excess |= length
    }
    return excess >> 32 == 0 ? pixels : nil
  }

  /// The sum of a text's runs; throws where it is none of runs, and says where.
  private static func sumOfRuns(_ text: UnsafeBufferPointer<UInt8>) throws(MaskError) -> Int {
    var (offset, pixels, index) = (0, 0, 0)
    var (last, lastButOne) = (0, 0)
    while offset < text.count {
      let difference = try decompressInteger(text, at: &offset)
      let length = index > 2 ? difference + lastButOne : difference
      guard UInt32(exactly: length) != nil else { throw .impossibleRun(length, index: index) }
      (last, lastButOne) = (length, last)
      index += 1
      pixels += length
    }
    return pixels
  }

  private static func decompressInteger(
    _ text: UnsafeBufferPointer<UInt8>, at offset: inout Int
  ) throws(MaskError) -> Int {
    var (value, shift) = (0, 0)
    while offset < text.count {
      let byte = text[offset]
      guard 48...111 ~= byte, shift < 40 else { throw .strangeByte(byte, offset: offset) }
      let group = Int(byte) - 48
      value |= (group & 0x1f) << shift
      shift += 5
      offset += 1
      if group & 0x20 == 0 { return group & 0x10 != 0 ? value | -1 << shift : value }
    }
    throw .truncated(offset: offset)
  }

  private static func check(pixels: Int, height: Int, width: Int) throws(MaskError) {
    try checkSize(height: height, width: width)
    guard pixels == height * width else {
      throw .wrongLength(pixels: pixels, height: height, width: width)
    }
  }

  /// A mask's pixels are counted in 32 bits: throws where an image from outside has more.
  public static func checkSize(height: Int, width: Int) throws(MaskError) {
    let (pixels, isHuge) = height.multipliedReportingOverflow(by: width)
    guard height >= 0, width >= 0, !isHuge, pixels <= UInt32.max else {
      throw .impossibleSize(height: height, width: width)
    }
  }
}
