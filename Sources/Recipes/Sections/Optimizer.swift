extension Recipe {
  /// How weights move: SGD with momentum.
  public struct Optimizer: Sendable, Equatable {
    /// Learning rate after warm-up.
    public let learningRate: Double
    /// Momentum.
    public let momentum: Double
    /// Weight decay.
    public let weightDecay: Double
    /// Largest norm of all gradients together; 0 for no limit.
    public let clipNorm: Double
  }
}

extension Recipe.Optimizer {
  init(_ read: inout RecipeReader) throws(RecipeError) {
    learningRate = try read("lr", .positive, "Learning rate after warm-up, for the whole batch")
    momentum = try read("momentum", .belowOne, "Share of the last step's direction that is kept")
    weightDecay = try read("weight_decay", .notNegative, "Pull of every trained weight towards 0")
    clipNorm = try read("clip_norm", .notNegative, "Largest norm of all gradients together; 0 for no limit")
  }
}
