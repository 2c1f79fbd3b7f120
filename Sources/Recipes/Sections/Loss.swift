extension Recipe {
  /// The classification loss.
  public enum Loss: Sendable, Equatable {
    /// Effective Class-Margin loss (arXiv 2301.09724).
    case effectiveClassMargin(counts: ClassCounts, backgroundToForeground: Double)
    /// Softmax cross entropy over the classes and background.
    case softmaxCrossEntropy

    /// What n_c counts.
    public enum ClassCounts: String, Choice {
      case instances, images
    }

    /// The loss's name, as recipes write it.
    public var name: String {
      switch self {
      case .effectiveClassMargin: Name.effectiveClassMargin.rawValue
      case .softmaxCrossEntropy: Name.softmaxCrossEntropy.rawValue
      }
    }
  }
}

extension Recipe.Loss {
  private enum Name: String, Choice {
    case effectiveClassMargin = "ecm"
    case softmaxCrossEntropy = "softmax-ce"
  }

  init(_ read: inout RecipeReader) throws(RecipeError) {
    let name: Name = try read("name", "Effective Class-Margin loss, or softmax cross entropy")
    switch name {
    case .effectiveClassMargin:
      self = .effectiveClassMargin(
        counts: try read("counts", "What is counted as a class's positives: the authors count instances"),
        backgroundToForeground: try read(
          "background_to_foreground", .positive,
          "Background regions for each foreground one (6.3313 for Mask R-CNN)"))
    case .softmaxCrossEntropy: self = .softmaxCrossEntropy
    }
  }
}
