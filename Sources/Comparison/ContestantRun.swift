import Events
import Foundation
import Recipes
import RunStore

/// How far one run of a comparison has come, as its folder tells.
public struct ContestantRun: Sendable, Equatable {
  /// The run's progress.
  public enum Progress: Sendable, Equatable {
    /// There is no such run yet.
    case missing
    /// It was begun; its trainer is at work, stopped, failed or was killed.
    case unfinished
    /// It came to its end.
    case finished
  }

  /// Which run.
  public let contestant: Contestant
  /// How far it has come.
  public let progress: Progress
  /// Steps trained at the last evaluation.
  public let step: Int
  /// Results of the last evaluation, 0–100; empty before the first.
  public let results: [MetricKey: Double]

  /// A run with these results.
  public init(contestant: Contestant, progress: Progress, step: Int, results: [MetricKey: Double]) {
    self.contestant = contestant
    self.progress = progress
    self.step = step
    self.results = results
  }
}

extension ComparisonPlan {
  /// How far every run has come; throws where a folder holds a run of another recipe.
  public func runs() throws -> [ContestantRun] { try contestants.map(run) }

  /// How far a run has come.
  public func run(of contestant: Contestant) throws -> ContestantRun {
    let path = path(of: contestant)
    guard FileManager.default.fileExists(atPath: path + "/recipe.toml") else {
      return ContestantRun(contestant: contestant, progress: .missing, step: 0, results: [:])
    }
    let folder = try RunFolder(opening: path)
    try Self.check(folder, isOf: contestant.recipe)
    let events = try RecordedEvents(of: folder).events
    let report = events.lazy.reversed().compactMap(\.body.report).first
    let isFinished = events.last { $0.body.state != nil }?.body.state == .finished
    return ContestantRun(
      contestant: contestant, progress: isFinished ? .finished : .unfinished, step: report?.step ?? 0,
      results: report?.summary ?? [:])
  }

  /// Refuses a run that another recipe made: its figures would stand for what they do not.
  public static func check(_ folder: RunFolder, isOf recipe: Recipe) throws {
    let trained = try Recipe(contentsOf: folder.recipe).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    let planned = recipe.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard trained != planned else { return }
    let line = zip(trained, planned).prefix { $0 == $1 }.count
    throw ComparisonError.otherRecipe(
      run: folder.path, line: line + 1, found: line < trained.count ? String(trained[line]) : "",
      expected: line < planned.count ? String(planned[line]) : "")
  }
}

extension RunEvent.Body {
  fileprivate var report: EvaluationReport? { if case .evaluated(let report) = self { report } else { nil } }
  fileprivate var state: RunState? { if case .state(let state) = self { state } else { nil } }
}
