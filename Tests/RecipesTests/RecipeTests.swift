import Foundation
import Testing

@testable import Recipes

@Suite struct RecipeTests {
  private static let derived = Recipe.names.filter { (try? text(of: $0).hasPrefix("based_on")) ?? false }

  private static func text(of name: String) throws -> String {
    let url = Bundle.recipes.url(forResource: name, withExtension: "toml", subdirectory: "Resources")
    return try String(contentsOf: #require(url), encoding: .utf8)
  }

  @Test(arguments: Recipe.names.filter { !derived.contains($0) })
  func everyWholeRecipeIsItsOwnCanonicalText(name: String) throws {
    let recipe = try Recipe(named: name)
    if ProcessInfo.processInfo.environment["TAILBOARD_RECORD"] != nil {
      try recipe.text.write(to: file(name + ".toml"), atomically: true, encoding: .utf8)
    }
    #expect(try recipe.text == RecipeTests.text(of: name))
    #expect(recipe.name == name)
  }

  @Test func thePaperRecipeIsThePaper() throws {
    let recipe = try Recipe(named: "lvis-ecm-r50-1x")
    #expect(recipe.loss == .effectiveClassMargin(counts: .instances, backgroundToForeground: 6.3313))
    #expect(recipe.optimizer.learningRate == 0.02)
    #expect(recipe.input.batchSize == 16 && recipe.input.microBatchSize == 2)
    #expect(recipe.optimizer.clipNorm == 5)
    #expect(recipe.schedule.length == .epochs(12))
    #expect(recipe.schedule.warmUp == .steps(10_000))
    #expect(recipe.schedule.warmUpFrom == 1e-4)
    #expect(recipe.schedule.decay == .milestones([.epochs(8), .epochs(11)], factor: 0.1))
    #expect(recipe.input.sizes == [640, 672, 704, 736, 768, 800])
    #expect(recipe.input.repeatThreshold == 1e-3)
    #expect(recipe.evaluation.scoreThreshold == 1e-4)
    #expect(recipe.detector.box.classifier == .normalised(temperature: 20))
  }

  @Test(arguments: derived) func everyOtherRecipeStatesOnlyWhatDiffers(name: String) throws {
    #expect(try Recipe(named: name).name == name)
    let own = try RecipeDocument(RecipeTests.text(of: name), source: name)
    var bases = try RecipeDocument.names(#require(own.entries["based_on"]))
    var below = try RecipeDocument(contentsOf: file(bases.removeFirst() + ".toml"), source: "")
    for base in bases { below.overlay(try RecipeDocument(contentsOf: file(base), source: "")) }
    for (key, entry) in own.entries { #expect(below.entries[key]?.literal != entry.literal, "\(key)") }
  }

  @Test(arguments: Recipe.Loss.Name.allCases) func everyLossHasAnLVISRecipeAndTrainsTheDemo(
    loss: Recipe.Loss.Name
  ) throws {
    let recipe = try Recipe(named: "lvis-\(loss.rawValue)-r50-1x")
    #expect(recipe.loss.name == loss)
    let demo = try Recipe(named: "demo").training(with: loss)
    #expect(demo.loss.name == loss)
    #expect(demo.detector.box.classifier == recipe.detector.box.classifier)
    #expect(demo.detector.family.mask?.predictor == recipe.detector.family.mask?.predictor)
    let normalised = [.effectiveClassMargin, .seesaw].contains(loss)
    #expect(demo.detector.box.classifier == (normalised ? .normalised(temperature: 20) : .linear))
    #expect(try Recipe(text: demo.text, source: "copy").text == demo.text)
  }

  @Test(arguments: ["softmax-ce", "federated", "eqlv2", "seesaw", "ecm"])
  func openImagesRecipesAreTheEQLv2AuthorsButForTheLoss(loss: String) throws {
    let recipe = try Recipe(named: "oid-\(loss)-faster-r50")
    guard case .openImages(let source) = recipe.data else {
      Issue.record("not Open Images")
      return
    }
    #expect(source.rules == .challenge && source.hierarchy != nil && source.train.labels != nil)
    #expect(source.detectionExpansion == (["softmax-ce", "seesaw"].contains(loss) ? .toParents : .none))
    #expect(recipe.loss.name.rawValue == loss && recipe.detector.family.mask == nil)
    #expect(recipe.schedule.length == .steps(180_000))
    #expect(recipe.schedule.decay == .milestones([.steps(120_000), .steps(160_000)], factor: 0.1))
    #expect(recipe.schedule.warmUp == .steps(loss == "ecm" ? 10_000 : 500))
    #expect(recipe.optimizer.learningRate == 0.02 && recipe.input.batchSize == 16)
    #expect(recipe.optimizer.clipNorm == (loss == "ecm" ? 5 : 0))
    #expect(recipe.input.sizes == [800] && recipe.input.repeatThreshold == 0)
    #expect(recipe.evaluation.scoreThreshold == 1e-4 && recipe.evaluation.maximumDetections == 300)
    #expect(try Recipe(text: recipe.text, source: "copy").text == recipe.text)
  }

  @Test func aRecipeOfOpenImagesNeedsNeitherTreeNorLabels() throws {
    let recipe = try Recipe(named: "oid-ecm-faster-r50").applying(
      overrides: ["data.hierarchy=none", "data.train_labels=none", "data.validation_labels=none"])
    guard case .openImages(let source) = recipe.data else {
      Issue.record("not Open Images")
      return
    }
    #expect(source.hierarchy == nil && source.train.labels == nil && source.validation.labels == nil)
  }

  @Test func theDemoTrainsWithECMAsItsAuthorsDo() throws {
    let demo = try Recipe(named: "demo")
    #expect(try demo.training(with: .effectiveClassMargin).text == demo.text)
  }

  @Test func decoupledTrainingFreezesWhatTheAuthorsFreeze() throws {
    #expect(try Recipe(named: "lvis-bags-r50-1x").detector.trained == .classifier)
    let loce = try Recipe(named: "lvis-loce-r50-1x")
    #expect(loce.detector.trained == .heads && loce.schedule.length == .epochs(6))
  }

  @Test func theThresholdOfEQLIsLVISsOnLVISOnly() throws {
    guard case .equalization(.share(0.0011)) = try Recipe(named: "lvis-eql-r50-1x").loss,
      case .equalization(let rarity) = try Recipe(named: "demo").training(with: .equalization).loss
    else {
      Issue.record("not EQL")
      return
    }
    #expect(rarity == .images(100) && rarity.share(of: 2400) == 100.0 / 2400)
  }

  @Test func canonicalTextReadsBackEqual() throws {
    let recipe = try Recipe(named: "demo").applying(overrides: [
      "optimizer.lr=0.01", "schedule.length=300 steps",
    ])
    let again = try Recipe(text: recipe.text, source: "copy")
    #expect(again.text == recipe.text)
    #expect(again.optimizer == recipe.optimizer)
    #expect(again.schedule.length == .steps(300))
  }

  @Test func overridesTakeTOMLOrBareText() throws {
    let recipe = try Recipe(named: "demo").applying(overrides: [
      "input.sizes=[128, 160]", "run.precision=bf16", #"schedule.warm_up="20 steps""#, "optimizer.lr = 1",
    ])
    #expect(recipe.input.sizes == [128, 160])
    #expect(recipe.run.precision == .bfloat16)
    #expect(recipe.schedule.warmUp == .steps(20))
    #expect(recipe.optimizer.learningRate == 1)
  }

  @Test func defaultsExistOnlyForWhatNoExperimentCompares() {
    let defaults = Recipe.fields.filter { $0.fallback != nil }.map(\.name)
    #expect(
      defaults == [
        "data.without_mask", "data.match_classes", "run.device", "run.threads", "run.checkpoint_interval",
        "run.kept_checkpoints", "run.storage_patience", "run.fallback_folder", "run.margin_interval",
      ])
  }

  @Test func explanationTellsWhichChoiceAKeyBelongsTo() {
    #expect(
      Recipe.explanation.contains(
        """
        counts: one of "instances", "images"; required; with name = "ecm"
            What is counted as a class's positives: the authors count instances.
        """))
    #expect(Recipe.explanation.contains("seed: a whole number from 0; required\n"))
  }

  private func file(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Recipes/Resources/\(path)")
  }
}

@Suite struct BasedOnTests {
  @Test func aRecipeTakesWhatItDoesNotSetFromItsBase() throws {
    let recipe = try Recipe(
      text: "based_on = \"demo\"\nname = \"mine\"\n[optimizer]\nlr = 0.5\n", source: "my.toml")
    let demo = try Recipe(named: "demo")
    #expect(recipe.name == "mine" && recipe.optimizer.learningRate == 0.5)
    #expect(recipe.input == demo.input && recipe.loss == demo.loss)
  }

  @Test func aChoiceLeavesItsBasesOtherSettingsBehind() throws {
    let recipe = try Recipe(
      text: "based_on = \"demo\"\n[loss]\nname = \"softmax-ce\"\n", source: "my.toml")
    #expect(recipe.loss == .softmaxCrossEntropy)
    #expect(!recipe.text.contains("background_to_foreground"))
  }

  @Test(arguments: [
    (
      "based_on = \"demo\"\n[optimizer]\nrate = 1\n",
      "my.toml:3: no recipe has the key optimizer.rate."
    ),
    (
      "based_on = \"demo\"\n\n[optimizer]\nlr = -1\n",
      "my.toml:4: optimizer.lr: expected a number above 0, found -1"
    ),
    (
      "based_on = \"demo\"\n[loss]\nname = \"softmax-ce\"\ncounts = \"images\"\n",
      "my.toml:4: loss.counts is only read with name = \"ecm\""
    ),
    ("based_on = 3\n", "my.toml:1: based_on: expected a recipe's name or path, or a list of them, found 3"),
    ("based_on = \"dem\"\n", "my.toml:1: based_on: expected a built-in recipe (demo, "),
    (
      "based_on = \"demo\"\n[loss]\nname = \"seesaw\"\n",
      "my.toml: loss.p is missing and has no default."
    ),
  ])
  func errorsNameTheFileThatIsWrong(text: String, message: String) {
    let error = #expect(throws: RecipeError.self) { try Recipe(text: text, source: "my.toml") }
    #expect(error?.description.hasPrefix(message) ?? false, "\(error?.description ?? "")")
  }

  @Test func aRecipeBasedOnItselfIsRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, base) in [("a", "b"), ("b", "a")] {
      try "based_on = \"./\(base).toml\"\n".write(
        to: folder.appendingPathComponent(name + ".toml"), atomically: true, encoding: .utf8)
    }
    let path = folder.appendingPathComponent("a.toml").path
    let error = #expect(throws: RecipeError.self) { try Recipe(contentsOf: path) }
    #expect(error?.description.hasPrefix("b.toml:1: based_on: expected") ?? false)
  }
}

@Suite struct RecipeErrorTests {
  @Test(arguments: [
    (
      "momentum = 0.9", "momentun = 0.9",
      "no recipe has the key optimizer.momentun. Did you mean optimizer.momentum?"
    ),
    ("lr = 0.04", "lr = \"fast\"", "optimizer.lr: expected a number above 0, found the text \"fast\""),
    ("lr = 0.04", "lr = -1", "optimizer.lr: expected a number above 0, found -1"),
    ("lr = 0.04", "lr = nan", "optimizer.lr: expected a number above 0, found nan"),
    ("batch = 8", "batch = 8.5", "input.batch: expected a whole number from 1, found 8.5"),
    (
      "precision = \"fp32\"", "precision = \"fp16\"",
      "run.precision: expected one of \"fp32\", \"bf16\", found the text \"fp16\""
    ),
    ("length = \"10 minutes\"", "length = 10", "schedule.length: expected a length such as"),
  ])
  func everyErrorNamesLineExpectationAndFinding(good: String, bad: String, message: String) throws {
    let text = try Recipe(named: "demo").text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0 == good })
    let broken = text.replacingOccurrences(of: "\n" + good + "\n", with: "\n" + bad + "\n")
    let error = #expect(throws: RecipeError.self) { try Recipe(text: broken, source: "my.toml") }
    #expect(
      error?.description.hasPrefix("my.toml:\(line + 1): \(message)") ?? false, "\(error?.description ?? "")")
  }

  @Test func aKeyOfAnotherChoiceIsRefusedAtItsLine() throws {
    let text = try Recipe(named: "demo").text
      .replacingOccurrences(of: "\ndown_to = ", with: "\nfactor = 0.1\ndown_to = ")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex(of: "factor = 0.1")) + 1
    #expect(
      throws: RecipeError.meaningless(
        place: .line(file: "my.toml", line: line), key: "schedule.factor",
        condition: "with decay = \"milestones\"")
    ) { try Recipe(text: text, source: "my.toml") }
  }

  @Test func aMissingKeyIsNamedWithWhatToWrite() throws {
    let text = try Recipe(named: "demo").text.replacingOccurrences(of: "\nseed = 1\n", with: "\n")
    #expect(throws: RecipeError.missing(file: "my.toml", key: "run.seed", expected: "a whole number from 0"))
    {
      try Recipe(text: text, source: "my.toml")
    }
  }

  @Test func anUnknownSectionIsNamed() throws {
    let text = try Recipe(named: "demo").text + "\n[optimiser]\nlr = 1\n"
    let error = #expect(throws: RecipeError.self) { try Recipe(text: text, source: "my.toml") }
    #expect(
      error?.description.contains("no recipe has the key optimiser.lr. Did you mean optimizer.lr?") ?? false)
  }

  @Test func brokenTOMLIsNamedByItsLine() {
    let error = #expect(throws: RecipeError.self) {
      try Recipe(text: "name = \"a\"\nabout = \n", source: "my.toml")
    }
    #expect(error?.description.hasPrefix("my.toml:2: not TOML: ") ?? false, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    (
      "optimizer.lr=hot",
      "--set optimizer.lr: optimizer.lr: expected a number above 0, found the text \"hot\""
    ),
    ("optimizer.rl=1", "--set optimizer.rl: no recipe has the key optimizer.rl. Did you mean optimizer.lr?"),
    ("optimizer.lr", "--set optimizer.lr: expected key=value"),
    (
      "schedule.factor=0.5", "--set schedule.factor: schedule.factor is only read with decay = \"milestones\""
    ),
    (
      "detector.normalisation=frozen-batch",
      "--set detector.normalisation: detector.normalisation: expected \"batch\" or"
    ),
  ])
  func overridesGoThroughTheSameChecks(override: String, message: String) throws {
    let demo = try Recipe(named: "demo")
    let error = #expect(throws: RecipeError.self) { try demo.applying(overrides: [override]) }
    #expect(error?.description.hasPrefix(message) ?? false, "\(error?.description ?? "")")
  }

  @Test func anUnknownRecipeListsThoseThereAre() {
    let error = #expect(throws: RecipeError.self) { try Recipe(named: "lvis") }
    #expect(error?.description.contains("there are demo, lvis-bags-r50-1x, lvis-ecm-cascade-") ?? false)
  }
}
