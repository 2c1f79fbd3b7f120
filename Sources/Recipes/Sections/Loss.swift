extension Recipe {
  /// The classification loss.
  public enum Loss: Sendable, Equatable {
    /// Effective Class-Margin loss (arXiv 2301.09724).
    case effectiveClassMargin(counts: ClassCounts, backgroundToForeground: Double)
    /// Softmax cross entropy over the classes and background.
    case softmaxCrossEntropy
    /// Sigmoid cross entropy of each class.
    case sigmoidCrossEntropy(prior: Double)
    /// Federated loss (arXiv 2103.07461).
    case federated(prior: Double, setSize: Int, power: Double)
    /// Equalization loss (arXiv 2003.05176).
    case equalization(rareBelow: Rarity)
    /// Equalization loss v2 (arXiv 2012.08548).
    case equalizationV2(gamma: Double, mu: Double, alpha: Double)
    /// Balanced group softmax, BAGS (arXiv 2006.10408).
    case balancedGroupSoftmax(binEdges: [Int], othersPerForeground: Int)
    /// Seesaw loss (arXiv 2008.10032).
    case seesaw(p: Double, q: Double)
    /// Equilibrium loss with memory-augmented feature sampling, LOCE (arXiv 2108.07507).
    case equilibrium(Equilibrium)

    /// The losses there are.
    public enum Name: String, CaseIterable, Choice {
      case effectiveClassMargin = "ecm"
      case softmaxCrossEntropy = "softmax-ce"
      case sigmoidCrossEntropy = "sigmoid-ce"
      case federated
      case equalization = "eql"
      case equalizationV2 = "eqlv2"
      case balancedGroupSoftmax = "bags"
      case seesaw
      case equilibrium = "loce"
    }

    /// What n_c counts.
    public enum ClassCounts: String, Choice {
      case instances, images
    }

    /// The settings of LOCE.
    public struct Equilibrium: Sendable, Equatable {
      /// Share of a class's mean score that one more ground truth leaves.
      public let scoreMomentum: Double
      /// Mean score of every class before training, and of background always.
      public let initialScore: Double
      /// Regions of a class that are remembered.
      public let queueSize: Int
      /// Classes drawn from memory beside each micro-batch.
      public let recalledClasses: Int
      /// Remembered regions of each of them.
      public let recalledFeatures: Int
      /// How long images are passed before training, to fill the memory.
      public let prefill: Span
    }

    /// Which loss it is.
    public var name: Name {
      switch self {
      case .effectiveClassMargin: .effectiveClassMargin
      case .softmaxCrossEntropy: .softmaxCrossEntropy
      case .sigmoidCrossEntropy: .sigmoidCrossEntropy
      case .federated: .federated
      case .equalization: .equalization
      case .equalizationV2: .equalizationV2
      case .balancedGroupSoftmax: .balancedGroupSoftmax
      case .seesaw: .seesaw
      case .equilibrium: .equilibrium
      }
    }
  }
}

extension Recipe.Loss {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    let name: Name = try read("name", "The classification loss")
    switch name {
    case .effectiveClassMargin:
      self = .effectiveClassMargin(
        counts: try read("counts", "What is counted as a class's positives: the authors count instances"),
        backgroundToForeground: try read(
          "background_to_foreground", .positive,
          "Background regions for each foreground one (6.3313 for Mask R-CNN)"))
    case .softmaxCrossEntropy: self = .softmaxCrossEntropy
    case .sigmoidCrossEntropy: self = .sigmoidCrossEntropy(prior: try Self.prior(&read))
    case .federated:
      self = .federated(
        prior: try Self.prior(&read),
        setSize: try read(
          "set_size", .from(1),
          "Classes that a micro-batch's loss looks at, background among them (the authors: 50)"),
        power: try read(
          "power", .notNegative, "Classes are drawn by their image count to this power (the authors: 0.5)"))
    case .equalization:
      self = .equalization(
        rareBelow: try read(
          "rare_below", "Classes shown by fewer training images are rare (LVIS v0.5: 0.00176, v1: 0.0011)"))
    case .equalizationV2:
      self = .equalizationV2(
        gamma: try read(
          "gamma", .positive, "How sharply weights turn with the gradients' ratio (the authors: 12)"),
        mu: try read("mu", .notNegative, "Ratio of gradients where they turn (the authors: 0.8)"),
        alpha: try read("alpha", .notNegative, "What is added to positives' weight at most (the authors: 4)"))
    case .balancedGroupSoftmax: self = try Self.balancedGroupSoftmax(&read)
    case .seesaw:
      self = .seesaw(
        p: try read(
          "p", .notNegative, "Power of the instances' ratio that spares rarer classes (the authors: 0.8)"),
        q: try read("q", .notNegative, "Power of the scores' ratio that punishes wrong ones (the authors: 2)")
      )
    case .equilibrium: self = .equilibrium(try Equilibrium(&read))
    }
  }

  /// Sigmoids of many classes begin near 0, or the many negatives of the first steps swamp all else.
  private static func prior(_ read: inout RecipeReader) throws(RecipeError) -> Double {
    try read("prior", .probability, "Score of every class before training")
  }

  private static func balancedGroupSoftmax(_ read: inout RecipeReader) throws(RecipeError) -> Self {
    let edges: [Int] = try read(
      "bin_edges", .from(1),
      "Training instances at which a bin of classes begins (the authors: 10, 100, 1000)")
    try read.require(zip(edges, edges.dropFirst()).allSatisfy(<), "bin_edges", "an ascending list")
    return .balancedGroupSoftmax(
      binEdges: edges,
      othersPerForeground: try read(
        "others_per_foreground", .from(1),
        "Rows of other bins' classes for each row of a bin's own (the authors: 8)"))
  }
}

extension Recipe.Loss.Equilibrium {
  fileprivate init(_ read: inout RecipeReader) throws(RecipeError) {
    scoreMomentum = try read(
      "score_momentum", .belowOne, "Share of a class's mean score that one more ground truth leaves")
    initialScore = try read(
      "initial_score", .probability, "Mean score of every class before training, of background always")
    queueSize = try read("queue_size", .from(1), "Regions of a class that are remembered (the authors: 80)")
    recalledClasses = try read(
      "recalled_classes", .from(0), "Classes recalled from memory beside each micro-batch (the authors: 8)")
    recalledFeatures = try read(
      "recalled_features", .from(1), "Remembered regions of each of them (the authors: 4)")
    prefill = try read(
      "prefill", .counted, "Pass over the images before training that fills the memory (the authors: 1 epoch)"
    )
  }
}
