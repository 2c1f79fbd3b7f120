import Images
import Testing

@Suite struct RGBImageTests {
  /// Pillow 13.0.0: `Image.fromarray(a).resize(size, Image.BILINEAR)` with a[y, x, c] = (37x + 91y + 53c + 7xy) mod 256.
  @Test(
    arguments: [
      (2, 3, [37, 90, 143, 111, 164, 217, 135, 176, 171, 142, 90, 85, 163, 111, 83, 91, 132, 185]),
      (
        7, 3,
        [
          0, 53, 106, 21, 74, 127, 48, 101, 154, 74, 127, 180, 100, 153, 206, 127, 180, 233, 148, 201, 254,
          91, 144,
          197, 116, 169, 222, 148, 201, 180, 179, 232, 29, 210, 81, 60, 132, 39, 92, 11, 64, 117, 182, 235,
          32, 211,
          118, 61, 174, 45, 98, 28, 81, 134, 64, 117, 170, 101, 154, 207, 130, 183, 236,
        ]
      ),
      (
        5, 2,
        [
          34, 87, 140, 74, 127, 180, 113, 166, 123, 153, 110, 163, 97, 150, 203, 148, 201, 94, 196, 89, 142,
          85, 138,
          95, 133, 90, 143, 85, 138, 191,
        ]
      ),
      (
        5, 4,
        [
          0, 53, 106, 37, 90, 143, 74, 127, 180, 111, 164, 217, 148, 201, 254, 57, 110, 163, 98, 151, 204,
          140, 193,
          86, 181, 74, 127, 62, 115, 168, 125, 178, 135, 172, 129, 182, 122, 175, 68, 169, 62, 115, 56, 109,
          162, 182,
          235, 32, 233, 30, 83, 28, 81, 134, 79, 132, 185, 130, 183, 236,
        ]
      ),
    ] as [(Int, Int, [UInt8])])
  func resizingOneAxisEqualsPillow(width: Int, height: Int, expected: [UInt8]) {
    let image = RGBImage(width: 5, height: 3) { x, y, c in 37 * x + 91 * y + 53 * c + 7 * x * y }
    #expect(image.resized(to: PixelSize(width: width, height: height)).pixels == expected)
  }

  /// FNV-1a of Pillow's 640×480 → 640×320 → 427×320 with a[y, x, c] = (x² + 3yc + y²) mod 256.
  @Test func shrinkingFiltersRowsThenColumns() {
    let image = RGBImage(width: 640, height: 480) { x, y, c in x * x + 3 * y * c + y * y }
    let hash = image.resized(to: PixelSize(width: 427, height: 320)).pixels
      .reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    #expect(hash == 0x9b_27c7_f241_3198)
  }

  @Test func resizingToItsOwnSizeChangesNothing() {
    let image = RGBImage(width: 5, height: 4) { x, y, c in 50 * x + 13 * y + c }
    #expect(image.resized(to: image.size) == image)
  }

  @Test func flippingExchangesLeftAndRight() {
    let image = RGBImage(width: 3, height: 2) { x, y, c in 10 * x + 100 * y + c }
    let flipped = image.flippedHorizontally()
    #expect(flipped[x: 0, y: 1] == SIMD3(120, 121, 122))
    #expect(flipped[x: 1, y: 0] == image[x: 1, y: 0])
    #expect(flipped.flippedHorizontally() == image)
  }

  @Test func pixelsAreReadAndWrittenByColumnAndRow() {
    var image = RGBImage(size: PixelSize(width: 3, height: 2), filledWith: SIMD3(1, 2, 3))
    image[x: 2, y: 1] = SIMD3(7, 8, 9)
    #expect(image.pixels.suffix(6) == [1, 2, 3, 7, 8, 9])
  }
}

extension RGBImage {
  /// Channel c of the pixel in column x of row y is `value(x, y, c)` modulo 256.
  fileprivate init(width: Int, height: Int, value: (Int, Int, Int) -> Int) {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 { pixels.append(UInt8(truncatingIfNeeded: value(x, y, channel))) }
      }
    }
    self.init(size: PixelSize(width: width, height: height), pixels: pixels)
  }
}
