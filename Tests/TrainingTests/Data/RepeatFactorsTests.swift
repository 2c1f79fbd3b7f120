import Detection
import Images
import Testing

@testable import Training

@Suite struct RepeatFactorsTests {
  private let folder: SceneFolder
  private let object = { (category: Int) in SceneFolder.Object(category: category, box: [4, 4, 8, 8]) }

  init() throws { folder = try SceneFolder() }

  /// Worked by hand: of 4 images class 0 is in all (f = 1), class 1 in one (f = ¼), class 2 in two (f = ½);
  /// t = ½ → factors 1, √2 and 1.
  @Test func factorsAreThoseOfTheRarestClass() throws {
    let file = try folder.write([
      (.wide, [object(0)]), (.wide, [object(0), object(2)]), (.wide, [object(0), object(1), object(2)]),
      (.wide, [object(0), object(0)]),
    ])
    let factors = try RepeatFactors(of: file, .boxesAndMasks, threshold: 0.5, rounding: .drawn)
    #expect(factors.images == [0, 1, 2, 3])
    #expect(factors.factors == [1, 1, 2.0.squareRoot(), 1])
    #expect(
      try RepeatFactors(of: file, .boxesAndMasks, threshold: 0, rounding: .drawn).factors == [1, 1, 1, 1])
  }

  /// The same with mmdetection's rounding: √2 is 2, in every epoch.
  @Test func factorsMayBeRoundedUp() throws {
    let file = try folder.write([
      (.wide, [object(0)]), (.wide, [object(0), object(1)]), (.wide, [object(0)]),
    ])
    let factors = try RepeatFactors(of: file, .boxesAndMasks, threshold: 0.6, rounding: .up)
    #expect(factors.factors == [1, 2, 1])
    var generator = SamplingGenerator(seed: 7)
    for _ in 0..<10 { #expect(factors.epoch(using: &generator).sorted() == [0, 1, 1, 2]) }
  }

  @Test func imagesWithoutAnObjectToLearnFromAreLeftOut() throws {
    let crowd = SceneFolder.Object(category: 0, box: [4, 4, 8, 8], isCrowd: true)
    let empty = SceneFolder.Object(category: 0, box: [4, 4, 0, 8])
    let maskless = SceneFolder.Object(category: 0, box: [4, 4, 8, 8], segmentation: "null")
    let scenes = [(PixelSize.wide, [object(1)]), (.wide, [crowd]), (.wide, [empty]), (.wide, [])]
    #expect(
      try RepeatFactors(of: folder.write(scenes), .boxesAndMasks, threshold: 0.001, rounding: .drawn).images
        == [0])
    let file = try folder.write([(.wide, [maskless]), (.wide, [object(1)])])
    func images(_ content: TargetContent) throws -> [Int] {
      try RepeatFactors(of: file, content, threshold: 0.001, rounding: .drawn).images
    }
    #expect(try images(.boxesAndMasks) == [1])
    #expect(try images(.boxesAndGivenMasks) == [0, 1])
    #expect(try images(.boxes) == [0, 1])
  }

  @Test func noTrainableImageIsAnError() throws {
    let file = try folder.write([(.wide, [SceneFolder.Object(category: 0, box: [4, 4, 0, 8])])])
    let unusable = UnusableObjects(count: 1, crowds: 0, emptyBoxes: 1, withoutMask: 0)
    #expect(throws: DataError.noTrainableImages(file: file.path, .boxesAndMasks, unusable)) {
      try RepeatFactors(of: file, .boxesAndMasks, threshold: 0.001, rounding: .drawn)
    }
  }

  @Test func overManyEpochsEachImageIsShownAsOftenAsItsFactorSays() throws {
    let file = try folder.write([
      (.wide, [object(0)]), (.wide, [object(0), object(1)]), (.wide, [object(0)]),
    ])
    let factors = try RepeatFactors(of: file, .boxesAndMasks, threshold: 0.8, rounding: .drawn)
    var generator = SamplingGenerator(seed: 7)
    var shown = [0, 0, 0]
    let epochs = 4000
    for _ in 0..<epochs {
      let epoch = factors.epoch(using: &generator)
      #expect(abs(Double(epoch.count) - factors.epochLength) < 1)
      for image in epoch { shown[image] += 1 }
    }
    for (image, factor) in factors.factors.enumerated() {
      #expect(abs(Double(shown[image]) / Double(epochs) - factor) < 0.03)
    }
  }
}
