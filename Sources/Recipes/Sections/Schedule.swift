extension Recipe {
  /// How long a run is and how its learning rate changes.
  public struct Schedule: Sendable, Equatable {
    /// Length of the run.
    public let length: Span
    /// How long the learning rate rises linearly at the start.
    public let warmUp: Span
    /// What share of the learning rate the rise begins with.
    public let warmUpFrom: Double
    /// How the learning rate falls.
    public let decay: Decay

    /// How the learning rate falls.
    public enum Decay: Sendable, Equatable {
      /// It is multiplied by a factor at each milestone.
      case milestones([Span], factor: Double)
      /// It follows half a cosine over the run, down to a share of itself.
      case cosine(downTo: Double)
      /// It stays.
      case constant
    }
  }
}

extension Recipe.Schedule {
  private enum DecayName: String, Choice {
    case milestones, cosine, constant
  }

  init(_ read: inout RecipeReader) throws(RecipeError) {
    length = try read(
      "length", .positive, "Length of the run; runs of equal steps compare, runs of equal minutes do not")
    warmUp = try read("warm_up", "How long the learning rate rises linearly at the start")
    warmUpFrom = try read("warm_up_from", .fraction, "Share of the learning rate that the rise begins with")
    let decay: DecayName = try read("decay", "How the learning rate falls after warm-up")
    switch decay {
    case .milestones:
      let milestones: [Span] = try read("milestones", .ascending, "When it is multiplied by the factor")
      self.decay = .milestones(
        milestones, factor: try read("factor", .fraction, "What each milestone multiplies it by"))
      try read.require(
        milestones.allSatisfy { !$0.isComparable(with: length) || $0.amount < length.amount }, "milestones",
        "milestones before the end of the run (\(length))")
    case .cosine:
      self.decay = .cosine(downTo: try read("down_to", .fraction, "Share of the learning rate at the end"))
    case .constant: self.decay = .constant
    }
    try read.require(
      !warmUp.isComparable(with: length) || warmUp.amount < length.amount, "warm_up",
      "a warm-up shorter than the run (\(length))")
  }
}
