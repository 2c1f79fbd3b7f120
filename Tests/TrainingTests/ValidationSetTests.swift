import Annotations
import Evaluation
import Events
import Recipes
import Testing

@testable import Training

@Suite struct ValidationSetTests {
  let files: TinyData
  let data: RunData

  init() throws {
    files = try TinyData()
    data = try RunData(files.sources, files.recipe().loss, RunReporter(run: RunID("test")) { _ in })
  }

  @Test func allImagesAreUsedWithoutALimit() {
    let images = ValidationSet(data, limit: nil)
    #expect(images.images == Array(0..<6))
    #expect(images.dataset.instances == data.validation.dataset.instances)
  }

  @Test func aLimitSpreadsEvenlyAndKeepsMasksInPlace() throws {
    let images = ValidationSet(data, limit: 2)
    #expect(images.images == [0, 3])
    #expect(images.place(of: 3) == 1)
    #expect(images.dataset.instances.map(\.image) == [0, 1])
    var runs: [UInt32] = []
    try #require(images.masks).appendRuns(of: 1, to: &runs)
    var expected: [UInt32] = []
    try data.validation.appendRuns(of: 3, to: &expected)
    #expect(runs == expected)
  }

  /// The tiny file says of no image which classes it was checked for.
  @Test func filesWithoutNegativesAreEvaluatedAsCOCO() {
    let images = ValidationSet(data, limit: nil)
    #expect(images.rules(detectionsPerImage: 300) == .coco)
  }
}
