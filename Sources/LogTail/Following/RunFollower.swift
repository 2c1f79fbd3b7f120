import Events
import Foundation

/// Reads one run's files as they grow, and says what is new as events. Used from one queue at a time.
final class RunFollower {
  /// Bytes of the first picture of a run that is too long to be read at once.
  static let newestByteCount = 2 << 20
  /// More new bytes than this are read on the side, as a new run is.
  static let growthLimit = 8 << 20
  /// Lines of a text log that are shown of what was there before: a thousand runs begin at once, and the mailbox to the
  /// screen must hold what they say.
  private static let textLineCount = 50

  private(set) var run: LogRun
  private let id: RunID
  private let known: KnownClasses?
  private let send: (RunEvent) -> Void
  private var files: [FollowedFile]
  private var contents = LogContents()
  private var texts: [TextTail]
  private var sentEvaluations = 0
  private var lastEvaluation: LoggedEvaluation?
  private var sentBadRecords = 0
  private var description: LogDescription?
  /// What was said of files that cannot be read, so that it is said once.
  private var complaints: [String: LogError] = [:]
  private(set) var hasVanished = false
  /// When the run was written last, in seconds since 1970.
  private(set) var time = 0.0

  /// - Parameter name: what the run is called, unlike any other.
  init(_ run: LogRun, name: String, known: KnownClasses?, send: @escaping (RunEvent) -> Void) {
    self.run = run
    id = RunID(name)
    self.known = known
    self.send = send
    files = run.files.map { FollowedFile($0, of: run) }
    texts = run.textLogs.map(TextTail.init)
    time = Self.lastTime(of: run)
  }

  static func lastTime(of run: LogRun) -> Double {
    run.files.compactMap { try? FileStamp(of: $0).time }.max() ?? 0
  }

  var byteCount: Int { files.reduce(0) { $0 + ((try? FileStamp(of: $1.path).byteCount) ?? 0) } }
  var paths: [String] { run.files + run.textLogs }

  /// Whether the first picture comes from the newest part alone.
  var isLong: Bool { byteCount > 2 * Self.newestByteCount }
}

// MARK: - The first picture, and the whole

extension RunFollower {
  /// Says that the run is there.
  func announce() { describe() }

  /// Says what the newest part of the last file holds, where reading can begin in the middle.
  func sendNewest() {
    guard run.format.entry != .start, let last = files.last else { return }
    var newest = LogContents()
    guard (try? last.readNewest(Self.newestByteCount, into: &newest)) != nil else { return }
    emit(.logged(.history(history(.newest, of: &newest))))
  }

  /// Reads everything and says it at once.
  /// - Parameter portion: told how many bytes of all were read, now and then; answers whether to go on.
  func readAll(portion: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    contents = LogContents()
    let total = byteCount
    var done = 0
    for index in files.indices {
      files[index].restart()
      attempt(files[index].path) { () throws(LogError) in
        try files[index].read(into: &contents, buffer: buffer) {
          done += $0
          return portion(done, total)
        }
      }
    }
    contents.joinResults(of: run)
    sendWhole()
    for index in texts.indices { say(texts[index].newest(Self.textLineCount)) }
  }

  private func sendWhole() {
    time = max(time, files.compactMap { $0.stamp?.time }.max() ?? 0)
    lastEvaluation = contents.evaluations.last(where: \.hasPrecision)
    sentEvaluations = contents.evaluations.count
    let history = history(.whole, of: &contents)
    _ = contents.takeRestarts()
    contents.settleEvaluations()
    describe()
    emit(.logged(.history(history)))
    say(contents.takeLines().suffix(Self.textLineCount).map(\.text))
    if contents.restarts.count > 0 { note(contents.restarts.phrase(contents.axis)) }
    countBadRecords()
  }

  private func history(_ extent: LogHistory.Extent, of contents: inout LogContents) -> LogHistory {
    let evaluations = contents.evaluations.filter(\.hasPrecision)
    let classes = classes(of: contents)
    return LogHistory(
      extent: extent,
      series: Dictionary(contents.takePoints().map { ($0.key, $0.points) }, uniquingKeysWith: { $1 }),
      evaluations: evaluations.map {
        LogHistory.Evaluation(time: $0.time, report: $0.report(classes), isAbandoned: $0.isAbandoned)
      },
      epoch: contents.lastEpoch)
  }

  /// The classes that the evaluations are of: those that are known, else those that the log itself names.
  private func classes(of contents: LogContents) -> KnownClasses? {
    let evaluations = contents.evaluations
    if let known, evaluations.contains(where: known.areThose) { return known }
    return KnownClasses(named: evaluations, instances: contents.instances)
  }

  /// Says what is known of the run, where that is news.
  private func describe() {
    let classes = classes(of: contents)?.classes ?? []
    let new = LogDescription(
      format: run.format.name, path: run.path, originalNames: contents.originalNames, classes: classes,
      axis: contents.axis, evaluationCount: contents.evaluations.count)
    guard new != description else { return }
    description = new
    emit(.logged(.found(new)))
  }
}

// MARK: - What comes later

extension RunFollower {
  /// What is left to do after a look at the files.
  enum Outcome { case done, mustReadAll }

  /// Looks at every file, and says what is new.
  func poll() -> Outcome {
    var outcome = Outcome.done
    for index in files.indices where look(at: index) == .mustReadAll { outcome = .mustReadAll }
    for index in texts.indices {
      let news = texts[index].news()
      say(news)
      if mayTellResults(news, of: run.textLogs[index]) { outcome = .mustReadAll }
    }
    noticeVanishing()
    return outcome == .done ? sendNews() : outcome
  }

  /// Whether new lines of a text log may hold results that the run's own log does not tell.
  private func mayTellResults(_ lines: [String], of path: String) -> Bool {
    run.resultLogs.contains { $0.path == path } && !contents.course.hasPrecision
      && lines.contains { $0.contains("AP") || $0.hasPrefix("|") }
  }

  private func look(at index: Int) -> Outcome {
    var change = FollowedFile.Change.none
    attempt(files[index].path) { () throws(LogError) in change = try files[index].change() }
    if let phrase = change.phrase(of: files[index].name), run.format.growth == .appended { note(phrase) }
    switch change {
    case .none: return .done
    case .grown:
      let size = files[index].stamp?.byteCount ?? byteCount
      if size - files[index].offset > Self.growthLimit { return .mustReadAll }
      readNews(of: index)
      return .done
    case .truncated, .replaced: return .mustReadAll
    case .rotated(let place):
      withBuffer { buffer in
        attempt(place) { () throws(LogError) in
          try files[index].finish(at: place, into: &contents, buffer: buffer)
        }
      }
      files[index].restart()
      readNews(of: index)
      return .done
    }
  }

  private func readNews(of index: Int) {
    withBuffer { buffer in
      attempt(files[index].path) { () throws(LogError) in
        try files[index].read(into: &contents, buffer: buffer)
      }
    }
    time = max(time, files[index].stamp?.time ?? 0)
  }

  private func sendNews() -> Outcome {
    if !contents.series.isEmpty { describe() }
    for (time, metrics) in contents.takeMetrics() {
      emit(.metrics(metrics), at: time.isNaN ? self.time : time)
    }
    for restart in contents.takeRestarts() {
      emit(.logged(.restarted(from: restart.end, at: restart.start)))
    }
    if contents.course.hasMovedEvaluation { return .mustReadAll }
    sendNewEvaluations()
    say(contents.takeLines().map(\.text))
    countBadRecords()
    return .done
  }

  /// The last evaluation is said again when more of it has come: some trainers write a value at a time.
  private func sendNewEvaluations() {
    let first = max(sentEvaluations - 1, 0)
    for evaluation in contents.evaluations.dropFirst(first) where evaluation.hasPrecision {
      if let lastEvaluation, evaluation.says(thatOf: lastEvaluation) { continue }
      lastEvaluation = evaluation
      describe()
      emit(.evaluated(evaluation.report(classes(of: contents))))
    }
    sentEvaluations = contents.evaluations.count
  }

  /// Takes in files that were found later: one more of the same run goes on where the last ended.
  func adopt(_ new: LogRun) -> Outcome {
    guard new != run else { return .done }
    let isLonger = new.files.starts(with: run.files) && new.iterationsPerEpoch == run.iterationsPerEpoch
    let added = isLonger ? new.files.dropFirst(run.files.count) : new.files[...]
    let hadTexts = Set(run.textLogs)
    run = new
    texts += new.textLogs.filter { !hadTexts.contains($0) }.map(TextTail.init)
    for path in added where isLonger { note("goes on in \(Path.name(of: path))") }
    files = (isLonger ? files : []) + added.map { FollowedFile($0, of: new) }
    return isLonger ? poll() : .mustReadAll
  }

  private func noticeVanishing() {
    let isGone =
      !files.isEmpty
      && files.allSatisfy {
        if case .missing = complaints[$0.path] { true } else { false }
      }
    if isGone, !hasVanished { emit(.logged(.vanished)) }
    if !isGone, hasVanished, let description { emit(.logged(.found(description))) }
    hasVanished = isGone
  }

  /// Does what may fail, and says so once; says too when it no longer fails.
  private func attempt(_ path: String, _ body: () throws(LogError) -> Void) {
    do throws(LogError) {
      try body()
      if complaints.removeValue(forKey: path) != nil, files.count > 1 || !hasVanished {
        note("\(Path.name(of: path)) can be read again")
      }
    } catch {
      guard complaints.updateValue(error, forKey: path) == nil else { return }
      if case .missing = error, files.count == 1 { return }
      note("\(error)")
    }
  }

  private func withBuffer(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    body(buffer)
  }
}

// MARK: - Saying it

extension RunFollower {
  private func emit(_ body: RunEvent.Body) { emit(body, at: time) }

  private func emit(_ body: RunEvent.Body, at time: Double) {
    send(RunEvent(run: id, time: time, body: body))
  }

  private func note(_ text: String) {
    emit(.log(.warning, text), at: Date().timeIntervalSince1970)
  }

  private func say(_ lines: [String]) {
    for line in lines where !line.isEmpty { emit(.log(.info, line)) }
  }

  private func countBadRecords() {
    guard contents.badRecords != sentBadRecords, let last = contents.lastBadRecord else { return }
    sentBadRecords = contents.badRecords
    let text = "\(last.reason.rawValue): \(last.text.prefix(60).debugDescription)"
    emit(.logged(.unreadable(count: sentBadRecords, last: text)))
  }

  /// Says how much of the files has been read.
  func sendProgress(_ done: Int, of total: Int) { emit(.logged(.indexing(done: done, total: total))) }
}
