import ArgumentParser
import Commands
import Events
import Foundation
import LegibleText
import Recipes
import Torch
import Training

/// This process as one of several that train a run together, as torchrun has started it.
struct RankedTraining {
  private let environment: RankEnvironment
  private let ranks: Ranks

  /// Trains a recipe as one rank, as the launcher of ranks, or alone.
  static func orAlone(_ recipe: Recipe, _ options: RunOptions, alone: () throws -> Void) throws {
    if let environment = RankEnvironment.ofThisProcess {
      guard options.folder != nil else { throw ValidationError(Self.noFolder) }
      try RankedTraining(environment, recipe).train(recipe, options)
    } else if options.rankCount > 1 {
      try RankLauncher(rankCount: options.rankCount, folder: options.folder, name: recipe.name).run()
    } else {
      try alone()
    }
  }

  /// Goes on with a run likewise.
  static func orAlone(
    resuming folder: String, _ origin: TrainingProcess.Origin, _ options: RunOptions, alone: () throws -> Void
  ) throws {
    if let environment = RankEnvironment.ofThisProcess {
      let recipe = try Recipe(contentsOf: folder + "/recipe.toml").applying(overrides: options.settings)
      try RankedTraining(environment, recipe).resume(folder, origin, options)
    } else if options.rankCount > 1 {
      try RankLauncher(rankCount: options.rankCount, folder: folder, name: "").run()
    } else {
      try alone()
    }
  }

  private static let noFolder =
    "Ranks need --run FOLDER, the same for all: a rank that is started again must find its run."

  private init(_ environment: RankEnvironment, _ recipe: Recipe) throws {
    self.environment = environment
    ranks = try Ranks(meeting: environment, TrainingContext(recipe.run.device, environment))
  }

  private func train(_ recipe: Recipe, _ options: RunOptions) throws {
    guard environment.rank == 0 else { return try follow() }
    try leading { try TrainingProcess.train(recipe, options.ofALeader(environment), ranks) }
  }

  private func resume(_ folder: String, _ origin: TrainingProcess.Origin, _ options: RunOptions) throws {
    guard environment.rank == 0 else { return try follow() }
    // A restart goes on with what the first start began.
    let origin = environment.restartCount > 0 ? .lastCheckpoint : origin
    try leading { try TrainingProcess.resume(folder, origin, options.ofALeader(environment), ranks) }
  }

  /// What keeps the leader from beginning keeps it from beginning again.
  private func leading(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      if !ranks.hasLostOne { ranks.tellFailure("\(error)") }
      guard !(error is ExitCode), RankLauncher.launchedThis else { throw error }
      Output.complain("\(error)")
    }
  }

  /// Follows the leader, by the recipe of the run. Requests and signals are the leader's to answer.
  private func follow() throws {
    do {
      let recipe = try Recipe(text: try ranks.hear("recipe", from: 0), source: "the run's recipe")
      let sources = try recipe.data.sources { _ in }
      let rank = environment.rank
      try TrainingRun.follow(recipe, sources, ranks) { event in
        if case .log(let level, let text) = event.body, level != .info {
          Output.complain("rank \(rank): \(text)")
        }
      }
    } catch RankError.failed {
      // The leader has said why.
    } catch {
      Output.complain("rank \(environment.rank): \(error)")
      throw ExitCode.failure
    }
  }
}

extension RunOptions {
  /// The options of a rank 0: without a terminal, and going on with the run after a restart.
  fileprivate func ofALeader(_ environment: RankEnvironment) -> RunOptions {
    var options = self
    options.headless = true
    options.continues = continues || environment.restartCount > 0
    return options
  }
}
