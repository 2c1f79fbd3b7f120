/// What one image shows, before it is drawn.
struct Scene: Sendable {
  /// The figures in the order they are drawn: large ones first, so that none hides behind a larger one.
  let figures: [Figure]
  /// What each figure counts as.
  let roles: [Role]
  /// Classes verified absent, ascending.
  let negatives: [Int]
  /// Classes of which not every figure is annotated, ascending.
  let notExhaustive: [Int]
  let backdrop: Backdrop

  /// What a figure counts as.
  enum Role: Sendable, Hashable {
    /// An annotated instance of a class.
    case instance(of: Int)
    /// An instance of a class that the annotators left out.
    case leftOut(Int)
    /// Of no class.
    case distractor
  }

  /// A scene that shows these classes and no others.
  init(classes: [Int], side: Int, split: Split, random: inout RandomStream) {
    var roles: [Role] = []
    var notExhaustive: [Int] = []
    for index in classes {
      let count = Self.instanceCount(&random)
      roles += repeatElement(.instance(of: index), count: count)
      guard count > 1, random.chance(split.partlyAnnotated) else { continue }
      roles[roles.count - 1] = .leftOut(index)
      notExhaustive.append(index)
    }
    roles += repeatElement(.distractor, count: random.integer(below: 3))
    let absent = SceneClass.all.indices.filter { !classes.contains($0) }
    self.notExhaustive = notExhaustive
    negatives = random.shuffled(absent).prefix(Self.negativeCount).sorted()
    backdrop = Backdrop(side: side, random: &random)
    let places = Place.scattered(roles.count, side: side, random: &random)
    let order = random.shuffled(roles)
    figures = zip(order, places).map { Figure($0, at: $1, random: &random) }
    self.roles = order
  }

  /// Of 96 classes, about as large a part as keeps confusions from going unpunished.
  private static let negativeCount = 24

  /// Mostly one instance of a class, at times two or three.
  private static func instanceCount(_ random: inout RandomStream) -> Int {
    switch random.unit() {
    case ..<0.75: 1
    case ..<0.92: 2
    default: 3
    }
  }
}
