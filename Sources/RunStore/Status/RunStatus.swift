import EventLines
import Events
import Foundation

/// What a run folder tells at a glance, read from the end of its events: milliseconds, however long the run.
public struct RunStatus: Sendable {
  /// The run.
  public let folder: RunFolder
  /// Who holds it.
  public let holding: RunHolding
  /// What its trainer said last that it does; nil before it has said anything.
  public private(set) var state: RunState?
  /// When it said so, in seconds since 1970.
  public private(set) var stateTime: Double?
  /// What was asked last, and when.
  public private(set) var lastAsked: (asked: AskedRequest, time: Double)?
  /// What the run is.
  public private(set) var description: RunDescription?
  /// Steps done.
  public private(set) var step = 0
  /// The last evaluation.
  public private(set) var evaluation: EvaluationReport?
  /// The last checkpoint.
  public private(set) var checkpoint: (step: Int, path: String, bytes: Int)?
  /// When the run was last heard of, in seconds since 1970.
  public private(set) var lastNews: Double?
  /// Bytes of all its files.
  public let bytesOnDisk: Int

  private var plannedSteps: Int?
  private var hasStep = false

  /// Looks at a run.
  public init(of folder: RunFolder) throws(RunStoreError) {
    self.folder = folder
    // Before the events: a trainer that ends meanwhile has said so by then.
    holding = RunHolding.of(folder: folder.path)
    bytesOnDisk = RunStatus.bytes(below: folder.path)
    var reader = EventReader(run: RunID(folder.name))
    for line in try EventLinesBackwards(of: folder) {
      guard wants(EventKind(peekingAt: line)) else { continue }
      if let event = reader.read(line) { take(event) }
      if isComplete { break }
    }
  }

  /// Steps of the whole run, as last planned.
  public var totalSteps: Int? { plannedSteps ?? description?.totalSteps }

  /// AP of the last evaluation, 0–100: of masks where they were evaluated.
  public var averagePrecision: Double? {
    evaluation.flatMap { $0.summary[.averagePrecision(.mask)] ?? $0.summary[.averagePrecision(.box)] }
  }

  /// What the run is known to be doing.
  public var condition: Condition {
    let ended = state.map { [.finished, .stopped, .failed].contains($0) } ?? false
    switch holding {
    case .live: return .stated(ended ? .starting : state ?? .starting)
    case .suspended: return .suspended
    case .died(_, let lastSign):
      return ended ? .stated(state ?? .stopped) : .died(at: max(lastSign, lastNews ?? 0))
    case .free: return ended ? .stated(state ?? .stopped) : .died(at: lastNews ?? 0)
    }
  }

  /// What a run is known to be doing.
  public enum Condition: Sendable, Equatable {
    /// What its trainer says.
    case stated(RunState)
    /// A signal has stopped its trainer.
    case suspended
    /// Its trainer ended without saying so.
    case died(at: Double)

    /// Whether a trainer is there.
    public var isLive: Bool {
      switch self {
      case .stated(let state): ![.finished, .stopped, .failed].contains(state)
      case .suspended: true
      case .died: false
      }
    }

    /// One word for it.
    public var word: String {
      switch self {
      case .stated(let state): state.rawValue
      case .suspended: "suspended"
      case .died: "died"
      }
    }
  }
}

// MARK: - From the end of the events

extension RunStatus {
  private var isComplete: Bool {
    description != nil && state != nil && hasStep && evaluation != nil && checkpoint != nil
  }

  private func wants(_ kind: EventKind?) -> Bool {
    switch kind {
    case .state: state == nil
    case .asked: lastAsked == nil
    case .started: description == nil
    case .planned: plannedSteps == nil && description == nil
    case .metrics: !hasStep
    case .evaluated: evaluation == nil
    case .checkpoint: checkpoint == nil
    case .phase, .answered, .evaluating, .margins, .log, .dropped: lastNews == nil
    case nil: false
    }
  }

  private mutating func take(_ event: RunEvent) {
    lastNews = lastNews ?? event.time
    switch event.body {
    case .state(let state): (self.state, stateTime) = (state, event.time)
    case .asked(let asked): lastAsked = (asked, event.time)
    case .started(let description):
      self.description = description
      note(step: description.resumedAt)
    case .planned(let totalSteps, _): plannedSteps = totalSteps
    case .metrics(let metrics): note(step: metrics.step)
    case .evaluated(let report): evaluation = report
    case .checkpoint(let step, let path, let bytes):
      checkpoint = (step, path, bytes)
      note(step: step)
    default: break
    }
  }

  /// The first step met from the end is the run's.
  private mutating func note(step: Int) {
    guard !hasStep else { return }
    self.step = step
    hasStep = true
  }

  private static func bytes(below path: String) -> Int {
    let keys: Set<URLResourceKey> = [.totalFileAllocatedSizeKey, .isRegularFileKey]
    let files = FileManager.default.enumerator(
      at: URL(fileURLWithPath: path), includingPropertiesForKeys: Array(keys))
    return (files?.compactMap { $0 as? URL } ?? []).reduce(0) { sum, file in
      sum + ((try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0)
    }
  }
}
