import Foundation
import Recipes

/// The learning rate of each step.
///
/// In a run whose length is a time it follows the clock, so that it has fallen by the end; any other run gives the same
/// rates each time it is trained.
struct LearningRate: Sendable, Equatable {
  private let peak: Double
  private let schedule: Recipe.Schedule

  /// The learning rate of a recipe.
  init(_ recipe: Recipe) {
    peak = recipe.optimizer.learningRate
    schedule = recipe.schedule
  }

  /// The rate of the next step.
  func callAsFunction(at progress: Progress) -> Double {
    let warmUp = min(progress.share(of: schedule.warmUp), 1)
    return peak * (schedule.warmUpFrom + (1 - schedule.warmUpFrom) * warmUp) * decay(at: progress)
  }

  private func decay(at progress: Progress) -> Double {
    switch schedule.decay {
    case .milestones(let milestones, let factor):
      pow(factor, Double(milestones.count { progress.share(of: $0) >= 1 }))
    case .cosine(let share):
      share + (1 - share) * 0.5 * (1 + cos(.pi * min(progress.share(of: schedule.length), 1)))
    case .constant: 1
    }
  }
}
