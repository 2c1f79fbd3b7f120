import Foundation

/// Everything that decides what a run computes: read from TOML, checked key by key, written into the run folder.
///
/// Each section reads its own keys (see `RecipeReader`): the line that reads a key also documents and limits it,
/// and yields the explanation, the comments of printed recipes and the wording of errors.
public struct Recipe: Sendable {
  /// Its name, which also begins the names of its run folders.
  public let name: String
  /// What it is, in a sentence.
  public let about: String
  /// What is trained and evaluated on.
  public let data: DataSource
  /// The network.
  public let detector: Detector
  /// The classification loss.
  public let loss: Loss
  /// How weights move.
  public let optimizer: Optimizer
  /// How long, and how the learning rate changes.
  public let schedule: Schedule
  /// What a training batch is.
  public let input: Input
  /// When and how it is evaluated.
  public let evaluation: Evaluation
  /// Seed, precision and house-keeping.
  public let run: Run

  /// The recipe as canonical, commented TOML, overrides included; reading it back gives the same recipe.
  public let text: String

  let document: RecipeDocument
  /// The keys read, with their values.
  let readFields: [Field]

  private init(_ read: inout RecipeReader, document: RecipeDocument) throws(RecipeError) {
    name = try read("name", .fileName, "Begins the names of the run folders")
    about = try read("about", .filled, "What the recipe is, in a sentence")
    data = try read.section("data", "What is trained and evaluated on", DataSource.init)
    detector = try read.section("detector", "The network", Detector.init)
    loss = try read.section("loss", "The classification loss", Loss.init)
    optimizer = try read.section("optimizer", "How weights move: SGD with momentum", Optimizer.init)
    schedule = try read.section("schedule", "How long, and how the learning rate changes", Schedule.init)
    input = try read.section("input", "What a training batch is", Input.init)
    evaluation = try read.section("evaluation", "When and how it is evaluated", Evaluation.init)
    run = try read.section("run", "Seed, precision and house-keeping", Run.init)
    try read.refuseUnreadKeys()
    text = read.fields.text
    readFields = read.fields
    self.document = document
  }

  private init(_ document: RecipeDocument) throws(RecipeError) {
    try document.refuseEarlierVersion()
    try document.refuseUnknownKeys(among: Recipe.fields)
    var reader = RecipeReader(document)
    try self.init(&reader, document: document)
  }

  /// Every key a recipe can have, found by reading blank recipes through every choice.
  static let fields: [Field] = Field.explored { choices in
    var reader = RecipeReader(choosing: choices)
    _ = try? Recipe(&reader, document: .empty)
    return reader.fields
  }
}

extension Recipe {
  /// Reads a recipe from TOML text; `source` names it in errors.
  public init(text: String, source: String) throws(RecipeError) {
    let folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    try self.init(RecipeDocument(text, source: source, folder: folder))
  }

  /// Reads a recipe file.
  public init(contentsOf path: String) throws(RecipeError) {
    try self.init(RecipeDocument(contentsOf: URL(fileURLWithPath: path), source: path))
  }

  /// Reads a built-in recipe.
  public init(named name: String) throws(RecipeError) {
    guard let url = Bundle.recipes.url(forResource: name, withExtension: "toml", subdirectory: "Resources")
    else { throw .noSuchRecipe(name: name, known: Recipe.names) }
    try self.init(RecipeDocument(contentsOf: url, source: name + ".toml"))
  }

  /// Reads a recipe file (a path with a slash or ending in .toml), or else the built-in recipe of that name.
  public init(nameOrPath: String) throws(RecipeError) {
    if Recipe.isPath(nameOrPath) {
      try self.init(contentsOf: nameOrPath)
    } else {
      try self.init(named: nameOrPath)
    }
  }

  static func isPath(_ nameOrPath: String) -> Bool {
    nameOrPath.contains("/") || nameOrPath.hasSuffix(".toml")
  }

  /// Names of the built-in recipes, sorted.
  public static var names: [String] {
    let paths = Bundle.recipes.paths(forResourcesOfType: "toml", inDirectory: "Resources")
    return paths.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }.sorted()
  }

  /// The recipe with some keys set anew, each written `section.key=value`, through the same checks.
  public func applying(overrides: [String]) throws(RecipeError) -> Recipe {
    var document = document
    try document.set(overrides)
    return try Recipe(document)
  }

  /// The recipe with another loss as its authors train it: their settings, and the predictors that belong to it.
  public func training(with loss: Loss.Name) throws(RecipeError) -> Recipe {
    let sheet = loss.rawValue
    guard
      let url = Bundle.recipes.url(
        forResource: sheet, withExtension: "toml", subdirectory: "Resources/losses")
    else { preconditionFailure("losses/\(sheet).toml is not among the resources") }
    var settings = try RecipeDocument(contentsOf: url, source: sheet + ".toml")
    // Sheets say which mask predictor belongs to a loss; a detector of boxes has none.
    if detector.family.mask == nil { settings.remove { $0.hasPrefix("detector.mask_") } }
    var document = document
    document.overlay(settings)
    return try Recipe(document)
  }

  /// Every key with its type, limits, default and meaning, for people.
  public static var explanation: String { RecipeDocument.baseExplanation + fields.explanation }
}

extension Recipe: Equatable {
  /// Whether both decide the same, wherever their values are written.
  public static func == (one: Recipe, other: Recipe) -> Bool { one.text == other.text }
}

extension Bundle {
  /// The recipes' own resources.
  static let recipes = Bundle.module
}
