import Testing

@testable import Recipes

/// A recipe's [detector]: families, and what conventions decide.
@Suite struct DetectorTests {
  private func detector(_ overrides: String...) throws -> Recipe.Detector {
    try Recipe(named: "lvis-softmax-ce-r50-1x").applying(overrides: overrides).detector
  }

  /// mmdetection's base configurations of Mask, Faster and Cascade R-CNN.
  @Test func mmdetectionsConventionsAreItsBaseConfigurations() throws {
    for family in Recipe.Detector.Family.Kind.allCases {
      let detector = try detector("detector.family=\(family.rawValue)")
      #expect(detector.conventions == .mmdetection)
      #expect(detector.anchors.sides == .exact && detector.anchors.strides == .powers)
      #expect(detector.anchors.inPadding == .absent)
      #expect(detector.anchors.acrossBorder == (family.isCascade ? .absent : .present))
      #expect(
        detector.proposals.matching
          == .init(objectOverlap: 0.7, backgroundOverlap: 0.3, bestCandidates: .claimed, bestOverlap: 0.3))
      #expect(detector.proposals.lossBeta == (family.isCascade ? 1.0 / 9 : 0))
      #expect(detector.box.lossBeta == (family.isCascade ? 1 : 0))
      #expect(detector.regions.bestCandidates == (family == .maskRCNN ? .claimed : .ordinary))
      #expect(detector.regions.alignment == .halfPixel && detector.regions.samplingRatio == 0)
      #expect(detector.regions.annotatedBoxes == .first && detector.box.deltaLimit == .both)
      #expect(detector.proposals.smallestSide == 0 && detector.box.smallestSide == 0)
      #expect(detector.backbone.normalisation == .frozenBatch(.trained))
      #expect(detector.family.stages.map(\.objectOverlap) == (family.isCascade ? [0.5, 0.6, 0.7] : [0.5]))
      if let mask = detector.family.mask {
        #expect(mask.target == .binary && mask.beyondImage == .zeros && mask.pasting == .exact)
      }
    }
  }

  @Test func torchvisionsConventionsAreItsMaskRCNN() throws {
    let detector = try detector("detector.conventions=torchvision")
    #expect(detector.anchors.sides == .rounded && detector.anchors.strides == .quotients)
    #expect(detector.anchors.inPadding == .present && detector.anchors.acrossBorder == .present)
    #expect(
      detector.proposals.matching
        == .init(objectOverlap: 0.7, backgroundOverlap: 0.3, bestCandidates: .kept, bestOverlap: 0))
    #expect(detector.proposals.lossBeta == 1.0 / 9 && detector.box.lossBeta == 1.0 / 9)
    #expect(detector.proposals.smallestSide == 1e-3 && detector.box.smallestSide == 1e-2)
    #expect(detector.regions.alignment == .none && detector.regions.samplingRatio == 2)
    #expect(detector.regions.annotatedBoxes == .last && detector.regions.bestCandidates == .ordinary)
    #expect(detector.box.deltaLimit == .growth && detector.backbone.normalisation == .frozenBatch(.frozen))
    let mask = try #require(detector.family.mask)
    #expect(mask.target == .coverage && mask.beyondImage == .border && mask.pasting == .wholePixels)
  }

  /// So that another choice of conventions replaces it.
  @Test func whatConventionsDecideIsWrittenAsAComment() throws {
    let recipe = try Recipe(named: "demo")
    #expect(recipe.text.contains("\n# anchor_sides = \"exact\"\n"))
    let other = try recipe.applying(overrides: ["detector.conventions=torchvision"])
    #expect(other.text.contains("\n# anchor_sides = \"rounded\"\n"))
    #expect(try Recipe(text: other.text, source: "copy").detector == other.detector)
  }

  @Test func aKeyThatIsSetWinsOverTheConventions() throws {
    let recipe = try Recipe(named: "demo").applying(overrides: ["detector.anchor_sides=rounded"])
    #expect(recipe.detector.anchors.sides == .rounded && recipe.detector.anchors.strides == .powers)
    #expect(recipe.text.contains("\nanchor_sides = \"rounded\"\n"))
    #expect(try Recipe(text: recipe.text, source: "copy").detector == recipe.detector)
  }

  @Test func theExplanationSaysWhatEachConventionMakesOfAKey() {
    #expect(
      Recipe.explanation.contains(
        "pooling_samples: a whole number from 0; 0 by mmdetection, 2 by torchvision\n"))
    #expect(
      Recipe.explanation.contains(
        "stage_loss_weights: a list, each a number above 0, exactly 3; [1.0, 0.5, 0.25] by mmdetection, "
          + "[1.0, 0.5, 0.25] by torchvision; with family = \"cascade-mask-rcnn\" or \"cascade-rcnn\"\n"))
  }

  @Test func aDetectorOfBoxesHasNoMaskHeadWhateverTheLoss() throws {
    let boxes = try Recipe(
      text: "based_on = \"demo\"\nname = \"boxes\"\n[detector]\nfamily = \"faster-rcnn\"\n",
      source: "boxes.toml")
    #expect(boxes.detector.family.mask == nil && boxes.detector.name == "faster-rcnn-r18-fpn")
    for loss in Recipe.Loss.Name.allCases {
      #expect(try boxes.training(with: loss).detector.family.mask == nil)
    }
    #expect(try Recipe(text: boxes.text, source: "copy").text == boxes.text)
  }

  @Test(arguments: [
    ("detector.stage_loss_weights=[1, 2]", "exactly 3"),
    ("detector.stage_object_overlaps=[0.5, 0.6, 7]", "from 0 to 1, exactly 3"),
    ("detector.anchor_background_overlap=0.8", "at most anchor_object_overlap"),
    ("detector.box_deltas=per-class", "only read with family ="),
  ])
  func whatCannotBeIsRefused(override: String, phrase: String) {
    let error = #expect(throws: RecipeError.self) {
      try detector("detector.family=cascade-mask-rcnn", override)
    }
    #expect(error?.description.contains(phrase) ?? false, "\(error?.description ?? "")")
  }
}
