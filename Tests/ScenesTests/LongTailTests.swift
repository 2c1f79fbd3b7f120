import Annotations
import Testing

@testable import Scenes

struct LongTailTests {
  /// 27, 37 and 32 of 96, as LVIS v1's 337, 461 and 405 of 1203.
  @Test(arguments: [1, 2, 77])
  func theReferenceScenesHaveRareCommonAndFrequentClassesAsLVISDoes(seed: UInt64) {
    let tail = LongTail(recipe: .reference, seed: seed)
    let bins = Dictionary(grouping: tail.trainImages, by: Frequency.init(imageCount:)).mapValues(\.count)
    #expect(bins == [.rare: 27, .common: 37, .frequent: 32])
    #expect(tail.trainImages.min() == 2 && tail.trainImages.max() == 700)
  }

  @Test func everyClassIsInAtLeastTenValidationImages() {
    #expect(LongTail(recipe: .reference, seed: 1).validationImages.allSatisfy { $0 >= 10 })
  }

  @Test func theSeedDecidesWhichClassesAreRare() {
    let first = LongTail(recipe: .reference, seed: 1).trainImages
    let second = LongTail(recipe: .reference, seed: 2).trainImages
    #expect(first != second)
    #expect(first.sorted() == second.sorted())
  }

  /// Every outline, fill and hue belongs to several frequent classes, whatever the seed.
  @Test(arguments: [1, 2, 3])
  func noTraitIsRare(seed: UInt64) {
    let tail = LongTail(recipe: .reference, seed: seed)
    let frequent = SceneClass.all.indices.filter { tail.trainImages[$0] > 100 }.map { SceneClass.all[$0] }
    #expect(Outline.ofClasses.allSatisfy { outline in frequent.count { $0.outline == outline } >= 3 })
    #expect(Fill.allCases.allSatisfy { fill in frequent.count { $0.fill == fill } >= 6 })
    #expect(Hue.allCases.allSatisfy { hue in frequent.count { $0.hue == hue } >= 8 })
  }

  @Test func fewerImagesHaveProportionallyFewerOfEachClassAndAtLeastOne() {
    let tail = LongTail(recipe: SceneRecipe(side: 64, trainImages: 240, validationImages: 30), seed: 1)
    #expect(tail.trainImages.max() == 70)
    #expect(tail.trainImages.min() == 1)
  }

  @Test func aCensusShowsEachClassInAsManyDifferentImagesAsItShould() {
    let counts = LongTail(recipe: .reference, seed: 3).trainImages
    var random = RandomStream(seed: 3)
    let census = Census(imageCounts: counts, images: 2400, random: &random)
    var shown = [Int](repeating: 0, count: counts.count)
    for classes in census.classes {
      #expect(Set(classes).count == classes.count)
      for index in classes { shown[index] += 1 }
    }
    #expect(shown == counts)
  }
}
