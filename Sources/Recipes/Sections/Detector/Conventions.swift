extension Recipe.Detector {
  /// Whose conventions a detector follows where several are published.
  public enum Conventions: String, CaseIterable, Choice {
    /// mmdetection 2 and 3's, by which the long-tail papers train.
    case mmdetection
    /// torchvision's.
    case torchvision
  }

  /// What the conventions say of a family's keys.
  struct Published {
    let conventions: Conventions
    let kind: Family.Kind

    init(_ conventions: Conventions, _ kind: Family.Kind) {
      self.conventions = conventions
      self.kind = kind
    }

    /// Reads a key that a recipe need not set: the conventions do.
    func callAsFunction<Value: FieldValue>(
      _ read: inout RecipeReader, _ key: String, _ limit: Limit<Value> = .any, mmdetection: Value,
      torchvision: Value, _ summary: String
    ) throws(RecipeError) -> Value {
      try read(
        key, limit, by: conventions,
        { $0 == .mmdetection ? mmdetection : torchvision }, summary)
    }
  }
}
