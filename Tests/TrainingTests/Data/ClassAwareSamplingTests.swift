import Annotations
import Detection
import Images
import Testing

@testable import Training

@Suite struct ClassAwareSamplingTests {
  private let folder: SceneFolder
  private let object = { (category: Int) in SceneFolder.Object(category: category, box: [4, 4, 8, 8]) }

  init() throws { folder = try SceneFolder() }

  /// Of 24 images 21 show class 0 alone, 2 class 1 and one class 2: over a whole number of rounds each class is drawn as
  /// often as the others, and its images equally often to within one.
  @Test func everyClassAndEachOfItsImagesHasItsTurn() throws {
    let scenes =
      Array(repeating: (PixelSize.wide, [object(0)]), count: 21)
      + [(.wide, [object(1)]), (.wide, [object(1)]), (.wide, [object(2)])]
    let sampling = try ClassAwareSampling(of: folder.write(scenes), .boxesAndMasks)
    #expect(sampling.images == Array(0..<24) && sampling.epochLength == 24)
    var generator = SamplingGenerator(seed: 3)
    let epoch = sampling.epoch(using: &generator)
    #expect(epoch.count == 24)
    #expect(epoch.count { $0 < 21 } == 8)
    #expect(Set(epoch.filter { $0 < 21 }).count == 8)
    #expect(epoch.count { $0 == 21 } == 4 && epoch.count { $0 == 22 } == 4)
    #expect(epoch.count { $0 == 23 } == 8)
    let classes = epoch.map { $0 < 21 ? 0 : $0 < 23 ? 1 : 2 }
    for round in 0..<8 { #expect(Set(classes[3 * round..<3 * round + 3]).count == 3) }
    #expect(sampling.epoch(using: &generator) != epoch)
    var again = SamplingGenerator(seed: 3)
    #expect(sampling.epoch(using: &again) == epoch)
  }

  @Test func classesWithoutAnObjectToLearnFromHaveNoTurn() throws {
    let crowd = SceneFolder.Object(category: 1, box: [4, 4, 8, 8], isCrowd: true)
    let file = try folder.write([(.wide, [object(0)]), (.wide, [crowd]), (.wide, [])])
    let sampling = try ClassAwareSampling(of: file, .boxes)
    #expect(sampling.images == [0])
    var generator = SamplingGenerator(seed: 3)
    #expect(sampling.epoch(using: &generator) == [0])
    let crowds = try folder.write([(.wide, [crowd])])
    #expect(throws: DataError.self) { try ClassAwareSampling(of: crowds, .boxes) }
  }
}
