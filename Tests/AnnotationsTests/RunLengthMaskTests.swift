import Annotations
import Foundation
import JSON
import Testing

@Suite struct RunLengthMaskTests {
  /// pycocotools 2.0.11 on random rings inside, across and far outside of small and large images.
  @Test func polygonsAreRasterisedAsPycocotoolsDoes() throws {
    for golden in try GoldenPolygons.all() {
      let rings = golden.rings.map {
        RunLengthMask(polygons: [$0], height: golden.height, width: golden.width)
      }
      #expect(rings.map(\.compressed) == golden.parts, "\(golden.rings)")
      #expect(RunLengthMask.union(of: rings).compressed == golden.union)
      #expect(RunLengthMask.intersection(of: rings).compressed == golden.intersection)
    }
  }

  @Test func areasBoxesAndOverlapsAreThoseOfPycocotools() throws {
    for golden in try GoldenPolygons.all() {
      let mask = try RunLengthMask(compressed: golden.union, height: golden.height, width: golden.width)
      #expect(mask.area == golden.area)
      #expect([mask.box.x, mask.box.y, mask.box.width, mask.box.height] == golden.box)
      let ends = try [golden.parts.first, golden.parts.last].map {
        try RunLengthMask(compressed: #require($0), height: golden.height, width: golden.width)
      }
      #expect(ends[0].intersectionOverUnion(with: ends[1]) == golden.intersectionOverUnion)
      #expect(ends[0].intersectionOverArea(within: ends[1]) == golden.intersectionOverArea)
    }
  }

  @Test func bitmapsAreEncodedAsPycocotoolsDoes() throws {
    for golden in try GoldenPolygons.document().member("bitmaps").elements() {
      let rows = try golden.member("rows").elements().map { try $0.string() }
      let (height, width) = try (golden.member("h").integer(), golden.member("w").integer())
      let bitmap = rows.joined().utf8.map { $0 - UInt8(ascii: "0") }
      let mask = RunLengthMask(bitmap: bitmap, height: height, width: width)
      #expect(try mask.compressed == golden.member("counts").string())
      #expect(mask.bitmap() == bitmap)
    }
  }

  @Test(arguments: [(0, 0), (2, 1), (-1, 0), (0, -2), (3, 4), (-2, -2), (-5, 0), (6, 9)])
  func aCropIsTheMaskOfItsPixelsInTheImage(x: Int, y: Int) {
    let crop: [UInt8] = [
      1, 0, 1,
      1, 1, 0,
      0, 1, 1,
      1, 1, 1,
    ]
    var image = [UInt8](repeating: 0, count: 6 * 5)
    for (index, pixel) in crop.enumerated() {
      let (row, column) = (y + index / 3, x + index % 3)
      if 0..<6 ~= row, 0..<5 ~= column { image[row * 5 + column] = pixel }
    }
    let mask = RunLengthMask(crop: crop, height: 4, width: 3, x: x, y: y, imageHeight: 6, imageWidth: 5)
    #expect(mask == RunLengthMask(bitmap: image, height: 6, width: 5))
    #expect(mask.bitmap() == image)
  }

  @Test func emptyThingsAreEmptyMasks() {
    let none = RunLengthMask(polygons: [], height: 3, width: 2)
    #expect(none == RunLengthMask(bitmap: [0, 0, 0, 0, 0, 0], height: 3, width: 2))
    #expect(none.counts == [6])
    #expect(none.area == 0)
    #expect(none.box == Box(x: 0, y: 0, width: 0, height: 0))
    #expect(none.intersectionOverUnion(with: none) == 0)
    #expect(RunLengthMask(polygons: [[1, 1], [2, 2, 2]], height: 3, width: 2) == none)
  }

  @Test func coordinatesBeyondAnyImageCostNoTime() {
    let mask = RunLengthMask(
      polygons: [[-1e300, -1e300, -1e300, 1e300, 1e300, 1e300, 1e300, -1e300]], height: 4, width: 4)
    #expect(mask.counts == [0, 16])
  }

  @Test(
    arguments: [
      ("7", 3, 2, .wrongLength(pixels: 7, height: 3, width: 2)),
      ("é", 3, 2, .strangeByte(195, offset: 0)), ("0 ", 3, 2, .strangeByte(32, offset: 1)),
      ("f", 3, 2, .truncated(offset: 1)), ("O", 3, 2, .impossibleRun(-1, index: 0)),
      ("oooooooooo", 3, 2, .strangeByte(111, offset: 8)),
      ("6", -3, -2, .impossibleSize(height: -3, width: -2)),
      ("6", 1 << 40, 1 << 40, .impossibleSize(height: 1 << 40, width: 1 << 40)),
    ] as [(String, Int, Int, MaskError)])
  func whatIsNoMaskIsSaidSo(text: String, height: Int, width: Int, error: MaskError) {
    #expect(throws: error) { try RunLengthMask(compressed: text, height: height, width: width) }
  }

  @Test func runsFromOutsideMustAddUp() throws {
    #expect(try RunLengthMask(checking: [1, 5], height: 3, width: 2).area == 5)
    #expect(throws: MaskError.wrongLength(pixels: 5, height: 3, width: 2)) {
      try RunLengthMask(checking: [1, 4], height: 3, width: 2)
    }
  }

  @Test func anImageWithoutPixelsHasAMaskWithoutRuns() throws {
    #expect(try RunLengthMask(compressed: "", height: 0, width: 7).area == 0)
  }
}

/// Rings and what pycocotools makes of them.
private struct GoldenPolygons {
  let height, width, area: Int
  let rings: [[Double]]
  let parts: [String]
  let union, intersection: String
  let box: [Double]
  let intersectionOverUnion, intersectionOverArea: Double

  static func document() throws -> JSONValue {
    let file = try #require(Bundle.module.url(forResource: "Golden/masks", withExtension: "json"))
    return try JSONParser().parse(Data(contentsOf: file))
  }

  static func all() throws -> [GoldenPolygons] {
    try document().member("polygons").elements().map { try GoldenPolygons($0) }
  }

  private init(_ value: JSONValue) throws {
    height = try value.member("h").integer()
    width = try value.member("w").integer()
    area = try value.member("area").integer()
    rings = try value.member("rings").elements().map { try $0.doubles() }
    parts = try value.member("parts").elements().map { try $0.string() }
    union = try value.member("union").string()
    intersection = try value.member("intersection").string()
    box = try value.member("box").doubles()
    intersectionOverUnion = try value.member("iou").double()
    intersectionOverArea = try value.member("crowd").double()
  }
}
