import Dispatch
import Events
import Foundation

/// Follows every run below some paths: those there are, the newest first, and those that come.
///
/// Everything happens on queues of its own. Where the kernel tells of changes it waits for them; elsewhere, on network
/// file systems, it looks twice a second. Nothing that a log can do ends it: what cannot be read is said as a line of
/// the run's log, and the rest goes on.
public final class LogFollower: @unchecked Sendable {
  // @unchecked: every property but the constants is touched only on `queue`; a run that is being read on `readers` is
  // marked so, and left alone until it comes back.
  private static let pollInterval = 0.5
  /// Everything is looked at this often even where the kernel tells of changes.
  private static let inspectionInterval = 10.0
  /// A file written not so long ago is looked at as often as can be.
  private static let liveSeconds = 600.0

  private let paths: [String]
  private let known: KnownClasses?
  private let send: @Sendable (RunEvent) -> Void
  private let adoptOwn: @Sendable (LogRun) -> Void
  private let queue = DispatchQueue(label: "tailboard.logs", qos: .userInitiated)
  private let readers = DispatchQueue(label: "tailboard.logs.long", qos: .utility)

  private var runs: [String: FollowedRun] = [:]
  private var runOfPath: [String: String] = [:]
  private var names: Set<String> = []
  private var folders: [String] = []
  private var watch: FolderWatch?
  /// Whether changes are waited for, rather than looked for when asked.
  private var isListening = false
  private var isPolled = false
  private var isSearchDue = false
  private var lastSearch = 0.0
  private var searchSeconds = 0.0
  private var lastInspection = 0.0
  private var strangers = Strangers()
  private var saidProblems: Set<String> = []
  private var timer: (any DispatchSourceTimer)?

  private struct FollowedRun {
    let follower: RunFollower
    var isBeingRead = false
    var hasNews = false
  }

  /// - Parameters:
  ///   - paths: logs, or folders with logs below them.
  ///   - known: classes to recognise a log's own by.
  ///   - send: takes every event, on a queue of the follower's.
  ///   - adoptOwn: takes each of tailboard's own runs, which are not followed here: their events are no foreign log.
  public init(
    _ paths: [String], known: KnownClasses?, send: @escaping @Sendable (RunEvent) -> Void,
    adoptOwn: @escaping @Sendable (LogRun) -> Void
  ) {
    self.paths = paths.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    self.known = known
    self.send = send
    self.adoptOwn = adoptOwn
  }

  /// Begins to follow, and returns at once.
  public func start() {
    queue.async { [self] in
      isListening = true
      search()
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.schedule(
        deadline: .now() + Self.pollInterval, repeating: Self.pollInterval, leeway: .milliseconds(50))
      timer.setEventHandler { [weak self] in self?.look() }
      timer.resume()
      self.timer = timer
    }
  }

  /// Reads everything there is now, and returns when that is done; instead of `start` where nothing is followed.
  public func lookNow() {
    queue.sync {
      search()
      for name in runs.keys.sorted() { poll(name) }
    }
    readers.sync {}
    queue.sync {}
  }
}

// MARK: - Finding runs

extension LogFollower {
  private func search() {
    let start = Self.now
    isSearchDue = false
    if isListening { watchFolders() }
    let found = RunSearch.runs(below: paths)
    for problem in found.problems { say(problem) }
    let dated = found.runs.map { ($0, RunFollower.lastTime(of: $0)) }.sorted { $0.1 > $1.1 }
    for (run, _) in dated { take(run) }
    lastSearch = Self.now
    searchSeconds = lastSearch - start
  }

  private func take(_ run: LogRun) {
    let name = run.format.name + " " + run.path
    if run.format == .tailboard {
      guard runOfPath.updateValue(name, forKey: run.path) == nil else { return }
      return adoptOwn(run)
    }
    for path in run.files + run.textLogs { runOfPath[path] = name }
    if let known = runs[name] {
      guard !known.isBeingRead else { return isSearchDue = true }
      if known.follower.adopt(run) == .mustReadAll { readAll(name) }
    } else {
      let follower = RunFollower(run, name: unusedName(for: run), known: self.known, send: send)
      runs[name] = FollowedRun(follower: follower)
      follower.announce()
      readAll(name)
    }
  }

  /// The folder's name where the file's says nothing, unless another run has that name.
  private func unusedName(for run: LogRun) -> String {
    let folder = Path.parent(of: run.name)
    let candidates =
      (Self.plainNames.contains(Path.name(of: run.name)) && folder != "." ? [folder] : []) + [run.name]
    let name = candidates.first { !names.contains($0) } ?? "\(run.name) (\(run.format.name))"
    names.insert(name)
    return name
  }

  /// What trainers call every log of theirs.
  private static let plainNames: Set<String> = [
    "metrics.json", "metrics.csv", "results.csv", "metrics.jsonl", "log.jsonl",
  ]

  /// A short run is read at once; of a long one first the newest part, the whole on the side.
  private func readAll(_ name: String) {
    guard let follower = runs[name]?.follower else { return }
    guard follower.isLong else { return follower.readAll() }
    follower.sendNewest()
    runs[name]?.isBeingRead = true
    let reading = Reading(follower)
    readers.async { [self] in
      reading.run()
      queue.async { [self] in
        runs[name]?.isBeingRead = false
        guard runs[name]?.hasNews == true else { return }
        poll(name)
      }
    }
  }

  /// A run on its way to another queue and back.
  private struct Reading: @unchecked Sendable {
    // @unchecked: while it is being read nobody else touches the follower.
    private let follower: RunFollower

    init(_ follower: RunFollower) { self.follower = follower }

    func run() {
      var said = LogFollower.now
      follower.readAll { done, total in
        if LogFollower.now - said > 0.2 {
          said = LogFollower.now
          follower.sendProgress(done, of: total)
        }
        return true
      }
      follower.sendProgress(1, of: 1)
    }
  }

  private func say(_ problem: LogError) {
    guard saidProblems.insert(problem.description).inserted else { return }
    send(RunEvent(run: .none, time: Self.now, body: .log(.warning, problem.description)))
  }

  fileprivate static var now: Double { Date().timeIntervalSince1970 }
}

// MARK: - Waiting for news

extension LogFollower {
  /// Watches every folder below the paths; polls where that does not do.
  private func watchFolders() {
    folders = FolderTree.folders(below: paths)
    if watch == nil {
      watch = FolderWatch()
      watch?.listen(on: queue, pause: .milliseconds(30)) { [weak self] in self?.take($0) }
    }
    isPolled = false
    let remote = RemoteFileSystems()
    for folder in folders where remote.hold(folder) || watch?.add(folder) != true { isPolled = true }
  }

  private func take(_ news: FolderWatch.News) {
    var changed: Set<String> = []
    for path in news.paths {
      if let name = runOfPath[path] {
        changed.insert(name)
      } else if isBelow(path), strangers.mayBeNews(path, at: Self.now) {
        isSearchDue = true
      }
    }
    if news.isIncomplete { changed = Set(runs.keys) }
    for name in changed.sorted() { poll(name) }
    searchIfDue()
  }

  /// Whether a path is one of those asked for, or below one: their parents are watched for their return alone.
  private func isBelow(_ path: String) -> Bool {
    paths.contains { path == $0 || path.hasPrefix($0 + "/") || $0 == "." && path.hasPrefix("./") }
  }

  private func poll(_ name: String) {
    guard let run = runs[name] else { return }
    guard !run.isBeingRead else {
      runs[name]?.hasNews = true
      return
    }
    runs[name]?.hasNews = false
    if run.follower.poll() == .mustReadAll { readAll(name) }
  }

  /// Twice a second: what the kernel does not tell of, and what waited.
  private func look() {
    let now = Self.now
    let inspects = now - lastInspection > Self.inspectionInterval
    if inspects {
      lastInspection = now
      isSearchDue = isSearchDue || isPolled
    }
    if isPolled || inspects {
      for (name, run) in runs where inspects || now - run.follower.time < Self.liveSeconds { poll(name) }
    }
    searchIfDue()
  }

  /// A search may cost much where there are many files: it takes a tenth of the time at most.
  private func searchIfDue() {
    guard isSearchDue, Self.now - lastSearch > max(0.2, 10 * searchSeconds) else { return }
    search()
  }
}
