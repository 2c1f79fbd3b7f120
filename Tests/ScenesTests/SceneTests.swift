import Annotations
import Testing

@testable import Scenes

struct SceneTests {
  private let train = SceneSource(.train, of: .reference, seed: 1)
  private let validation = SceneSource(.validation, of: .reference, seed: 1)

  @Test func negativesAreAbsentAndClassesNotExhaustivelyAnnotatedArePresent() {
    for scene in validation.allScenes {
      let present = Set(scene.roles.compactMap(\.category))
      let annotated = Set(scene.roles.compactMap(\.annotatedCategory))
      #expect(present.isDisjoint(with: scene.negatives))
      #expect(scene.negatives.count == 24)
      #expect(present == annotated)
      let leftOut = Set(scene.roles.compactMap(\.leftOutCategory))
      #expect(leftOut == Set(scene.notExhaustive))
    }
  }

  @Test func instancesAreLeftOutInValidationMostly() {
    let trainPart = train.allScenes.count { !$0.notExhaustive.isEmpty }
    let validationPart = validation.allScenes.count { !$0.notExhaustive.isEmpty }
    #expect(trainPart > 20 && trainPart < 240)
    #expect(validationPart > 60)
  }

  @Test func distractorsStandInMostImages() {
    let scenes = validation.allScenes
    #expect(scenes.count { $0.roles.contains(.distractor) } > scenes.count / 2)
  }

  @Test func radiiSpanAFactorOfFour() {
    let radii = train.allScenes.flatMap(\.figures).map { $0.place.radius / 128 }
    #expect(radii.max()! > 0.245 && radii.max()! <= 0.25)
    #expect(radii.filter { $0 >= 0.0625 }.min()! < 0.064)
    #expect(radii.count { $0 < 0.0625 } < radii.count / 50)
  }

  @Test func figuresOverlapYetEachStaysVisible() {
    var covered = 0
    for index in 0..<40 {
      let scene = validation.scene(index)
      let drawn = validation.drawn(index)
      let annotated = scene.roles.indices.filter { scene.roles[$0].annotatedCategory != nil }
      for (instance, figure) in zip(drawn.instances, annotated) {
        let alone = scene.figures[figure].areaAlone(side: 128)
        #expect(Double(instance.mask.area) >= 0.25 * Double(alone), "image \(index), figure \(figure)")
        if instance.mask.area < alone { covered += 1 }
      }
    }
    #expect(covered > 10)
  }

  /// Drawing a figure changes the pixels of its mask and, outside it, those its soft edge touches alone: up to two away
  /// at a sharp corner.
  @Test func aMaskIsThePixelsThatItsFigureDraws() {
    var random = RandomStream(seed: 9)
    let backdrop = Backdrop(side: 64, random: &random)
    let place = Place(center: SIMD2(30, 28), radius: 14)
    for category in stride(from: 0, to: SceneClass.all.count, by: 7) {
      let figure = Figure(.instance(of: category), at: place, random: &random)
      var grain = RandomStream(seed: 10)
      let before = Canvas(side: 64, backdrop: backdrop, grain: &grain)
      var after = before
      after.draw(figure, as: 0)
      let mask = AnnotatedInstance(category: category, owner: 0, in: after).bits
      let far = (0..<64 * 64).filter { !mask.isNear($0, side: 64) }
      #expect(far.allSatisfy { before.pixels[$0] == after.pixels[$0] })
      #expect((0..<64 * 64).allSatisfy { !mask[$0] || before.pixels[$0] != after.pixels[$0] })
    }
  }

  @Test func whatIsDrawnLaterCoversWhatIsBelow() {
    var random = RandomStream(seed: 11)
    var canvas = Canvas(side: 64, backdrop: Backdrop(side: 64, random: &random), grain: &random)
    let below = Figure(.instance(of: 0), at: Place(center: SIMD2(24, 32), radius: 14), random: &random)
    let above = Figure(.distractor, at: Place(center: SIMD2(38, 32), radius: 10), random: &random)
    canvas.draw(below, as: 0)
    let whole = AnnotatedInstance(category: 0, owner: 0, in: canvas)
    canvas.draw(above, as: 1)
    let rest = AnnotatedInstance(category: 0, owner: 0, in: canvas)
    let cover = AnnotatedInstance(category: 0, owner: 1, in: canvas)
    #expect(rest.mask.area < whole.mask.area)
    #expect(
      zip(whole.bits, zip(rest.bits, cover.bits)).allSatisfy { $0 == ($1.0 || $0 && $1.1) })
  }
}

extension SceneSource {
  fileprivate var allScenes: [Scene] { (0..<count).map(scene) }
}

extension Scene.Role {
  fileprivate var annotatedCategory: Int? { if case .instance(let category) = self { category } else { nil } }
  fileprivate var leftOutCategory: Int? { if case .leftOut(let category) = self { category } else { nil } }
  fileprivate var category: Int? { annotatedCategory ?? leftOutCategory }
}

extension Figure {
  /// The pixels this figure would own with nothing over it.
  fileprivate func areaAlone(side: Int) -> Int {
    var random = RandomStream(seed: 0)
    var canvas = Canvas(side: side, backdrop: Backdrop(side: side, random: &random), grain: &random)
    canvas.draw(self, as: 0)
    return canvas.owners.count { $0 == 0 }
  }
}

extension AnnotatedInstance {
  /// The mask pixel by pixel, row-major.
  fileprivate var bits: [Bool] { mask.bitmap().map { $0 == 1 } }
}

extension [Bool] {
  /// Whether a pixel of the mask is at most two rows and columns away.
  fileprivate func isNear(_ index: Int, side: Int) -> Bool {
    let (row, column) = (index / side, index % side)
    return (Swift.max(row - 2, 0)...Swift.min(row + 2, side - 1)).contains { row in
      (Swift.max(column - 2, 0)...Swift.min(column + 2, side - 1)).contains { self[row * side + $0] }
    }
  }
}
