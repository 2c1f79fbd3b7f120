import Testing

@testable import Images

@Suite struct DrawingTests {
  private static let red = SIMD3<UInt8>(255, 0, 0)

  private func picture(_ image: RGBImage) -> [String] {
    (0..<image.height).map { y in
      (0..<image.width).map { image[x: $0, y: y] == Self.red ? "#" : "." }.joined()
    }
  }

  private func blank(_ width: Int, _ height: Int) -> RGBImage {
    RGBImage(size: PixelSize(width: width, height: height), filledWith: SIMD3(0, 0, 0))
  }

  @Test func aBoxIsDrawnInsideItsEdgesAndCutAtTheImages() {
    var image = blank(6, 5)
    image.outline(PixelBox(x: 1, y: 1, width: 4, height: 3), Self.red, thickness: 1)
    #expect(picture(image) == ["......", ".####.", ".#..#.", ".####.", "......"])
    image = blank(4, 3)
    image.outline(PixelBox(x: -2, y: 1, width: 4, height: 9), Self.red, thickness: 1)
    #expect(picture(image) == ["....", "##..", ".#.."])
    image.outline(PixelBox(x: 40, y: -70, width: 4, height: 9), Self.red, thickness: 1)
    #expect(picture(image) == ["....", "##..", ".#.."])
  }

  /// Runs go down the columns: two pixels left alone, three blended.
  @Test func aMaskTintsItsPixels() {
    var image = blank(3, 2)
    image.tint(SIMD3(200, 100, 0), share: 0.5, runs: [2, 3, 1])
    #expect(image[x: 0, y: 1] == SIMD3(0, 0, 0))
    for (x, y) in [(1, 0), (1, 1), (2, 0)] { #expect(image[x: x, y: y] == SIMD3(100, 50, 0)) }
    #expect(image[x: 2, y: 1] == SIMD3(0, 0, 0))
  }

  @Test func textIsLegible() {
    var image = blank(13, 9)
    image.write("T1", x: 0, y: 0, scale: 1, ink: Self.red, ground: SIMD3(0, 0, 9))
    #expect(
      picture(image) == [
        ".............", ".#####...#...", "...#....##...", "...#.....#...", "...#.....#...", "...#.....#...",
        "...#.....#...", "...#....###..", ".............",
      ])
    #expect(image[x: 0, y: 0] == SIMD3(0, 0, 9))
  }

  @Test func textAtTheBorderIsMovedInside() {
    var image = blank(8, 9)
    image.write("I", x: 30, y: -5, scale: 1, ink: Self.red, ground: SIMD3(0, 0, 9))
    #expect(picture(image)[1] == "....###.")
  }

  @Test func marksAboveLettersAreLeftOutAndOtherLettersTold() {
    #expect(DotFont.columns(of: "é") == DotFont.columns(of: "e"))
    #expect(DotFont.columns(of: "猫") == DotFont.columns(of: "?"))
    #expect(DotFont.columns(of: "") == [])
    #expect(Set((32...126).map { DotFont.columns(of: String(UnicodeScalar($0))) }).count == 95)
  }
}
