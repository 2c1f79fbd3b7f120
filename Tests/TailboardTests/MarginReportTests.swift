import Annotations
import Cells
import Foundation
import JSON
import Testing
import Widgets

@testable import tailboard

@Suite struct MarginReportTests {
  private let table = MarginTable(
    [("car", 200, 900), ("cup", 40, 55), ("fez", 3, 4), ("owl", 0, 0)].enumerated().map { index, facts in
      Category(
        id: index + 1, name: facts.0, frequency: Frequency(imageCount: facts.1), imageCount: facts.1,
        instanceCount: facts.2)
    }, source: "four.tsv", counting: .instances, backgroundToForeground: 6.3313)

  private func picture(_ glyphs: GlyphSet, order: MarginTable.Order, extent: MarginReport.Extent) -> String {
    let report = MarginReport(table, order: order, extent: extent, theme: .plain)
    return CellBuffer(drawing: report, size: Size(width: 72, height: report.height), glyphs: glyphs).text
  }

  /// n = (900, 55, 4, 1) and ρ = 6.3313 → N = 7038.048; the numbers are Python's of the paper's formulas.
  @Test func theMostDemandingClassesComeFirstAndTheBackgroundLast() {
    let lines = picture(.braille, order: .delta, extent: .ends(10)).split(separator: "\n")
    #expect(lines[0] == "four.tsv: 4 classes by instances, ρ = 6.3313")
    #expect(lines.contains { $0.hasSuffix("● rare · 2") })
    #expect(
      lines.suffix(7) == [
        "class                bin        n      δ     γ⁺     γ⁻       m         α",
        "owl                  ● r        0  2.215 0.9016 0.0984 0.99993   7037.05",
        "fez                  ● r        4  1.868 0.8662 0.1338 0.99972   1758.51",
        "cup                  ▲ c       55  1.211 0.7705 0.2295 0.99608   126.965",
        "car                  ■ f      900  0.480 0.6177 0.3823 0.93315   6.82005",
        "background                   6078 -0.461 0.3867 0.6133 0.31465  0.157945",
        "n = 0, taken as 1, of 1: owl",
      ])
  }

  @Test func betweenTheEndsIsSaidHowManyAreLeftOut() {
    let lines = picture(.ascii, order: .name, extent: .ends(1)).split(separator: "\n")
    #expect(
      lines.suffix(5).map { $0.prefix(18) }.dropLast(2) == [
        "car               ", "~ 2 more: --all", "owl               ",
      ])
  }

  @Test func withoutUnicodeNothingElseIsPrinted() {
    let isPlain = picture(.ascii, order: .n, extent: .everyClass).allSatisfy(\.isASCII)
    #expect(isPlain)
  }

  @Test func theObjectHasEveryClassInOrder() throws {
    let object = try JSONParser().parse(table.json(by: .n))
    let names = try object.member("classes").elements().map { try $0.member("name").string() }
    #expect(names == ["car", "cup", "fez", "owl"])
    #expect(try object.member("counted_as_one").integers() == [4])
    #expect(try object.member("background").member("n").double() == 6.3313 * 960)
  }

  @Test func anAnnotationFileIsCounted() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tailboard-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(
      """
       {"images": [{"id": 1, "width": 9, "height": 9, "file_name": "1.jpg"}],
        "categories": [{"id": 7, "name": "owl", "frequency": "f", "image_count": 500}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 7, "bbox": [0, 0, 2, 2], "area": 4},
                        {"id": 2, "image_id": 1, "category_id": 7, "bbox": [4, 4, 2, 2], "area": 4}]}
      """.utf8
    ).write(to: url)
    let counted = try MarginTable.file(url.path, counting: .instances, backgroundToForeground: 1)
    #expect(counted.rows.map(\.positives) == [2])
    #expect(counted.rows.first?.category?.imageCount == 1)
  }
}
