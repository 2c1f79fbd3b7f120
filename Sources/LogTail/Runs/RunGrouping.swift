import Foundation

/// A log file that a search found.
struct FoundFile {
  let path: String
  /// The path that was searched.
  let root: String
  let format: LogFormat
  let byteCount: Int
  /// Its first 4 KiB.
  let beginning: [UInt8]

  var folder: String { Path.parent(of: path) }
}

/// Puts the files of one run together.
struct RunGrouping {
  private let files: [FoundFile]
  private let textLogs: [String]

  init(_ files: [FoundFile], textLogs: [String]) {
    self.files = files
    self.textLogs = textLogs + files.filter { $0.format == .text }.map(\.path)
  }

  /// The runs by path.
  var runs: [LogRun] {
    var groups: [String: [FoundFile]] = [:]
    for file in files { groups["\(file.format) \(Self.place(of: file))", default: []].append(file) }
    let folders = Set(files.filter { Self.isInFolder($0.format) }.map(\.folder))
    let chains = groups.values.filter { !Self.isDuplicate($0[0], folders) }.map(Self.chained)
    return zip(chains, Self.names(of: chains)).map(run)
      .sorted { ($0.path, $0.format.rawValue) < ($1.path, $1.format.rawValue) }
  }

  private func run(of files: [FoundFile], named name: String) -> LogRun {
    let texts = Self.isInFolder(files[0].format) ? textLogs.filter { Self.belongs($0, to: files) } : []
    return LogRun(
      name: name, path: files.count == 1 ? files[0].path : Self.place(of: files[0]),
      format: files[0].format, files: files.map(\.path), textLogs: texts,
      iterationsPerEpoch: files[0].format == .mmdetection ? EpochLength.of(files, texts) : nil)
  }

  /// Where a run is: files of one place and format are one run.
  private static func place(of file: FoundFile) -> String {
    switch file.format {
    case .tensorboard, .mmdetection, .tailboard: file.path == file.root ? file.path : file.folder
    case .mmengine: mmengineFolder(file)
    case .huggingFace: checkpointsFolder(file)
    default: file.path
    }
  }

  /// mmengine writes `<work_dir>/<timestamp>/vis_data/`; a resumed run begins another timestamp.
  private static func mmengineFolder(_ file: FoundFile) -> String {
    var folder = file.folder
    if Path.name(of: folder) == "vis_data" { folder = Path.parent(of: folder) }
    let isTimestamp = Path.name(of: folder).wholeMatch(of: /\d{8}_\d{6}/) != nil
    return isTimestamp && folder != file.root ? Path.parent(of: folder) : folder
  }

  /// Every checkpoint holds the history so far.
  private static func checkpointsFolder(_ file: FoundFile) -> String {
    let folder = file.folder
    let isCheckpoint = Path.name(of: folder).hasPrefix("checkpoint-") && file.path != file.root
    return isCheckpoint ? Path.parent(of: folder) : folder
  }

  /// The files of a run in the order of reading, each once.
  private static func chained(_ group: [FoundFile]) -> [FoundFile] {
    if group[0].format == .huggingFace {
      return Array(group.sorted { ($1.byteCount, $0.path) < ($0.byteCount, $1.path) }.prefix(1))
    }
    var kept: [FoundFile] = []
    // mmengine's scalars.json first: beside it is the same once more as <timestamp>.json.
    let isDuplicateName = { (file: FoundFile) in Path.name(of: file.path) == "scalars.json" ? 0 : 1 }
    for file in group.sorted(by: { (isDuplicateName($0), $0.path) < (isDuplicateName($1), $1.path) }) {
      let isKnown = kept.contains { other in
        let count = min(other.beginning.count, file.beginning.count)
        return count > 64 && other.beginning.prefix(count) == file.beginning.prefix(count)
      }
      if !isKnown { kept.append(file) }
    }
    return kept.sorted { $0.path < $1.path }
  }

  /// Whether a format's runs have a folder of their own.
  private static func isInFolder(_ format: LogFormat) -> Bool {
    switch format {
    case .mmdetection, .mmengine, .detectron2, .tailboard, .lightning, .ultralytics: true
    default: false
    }
  }

  /// Whether a log says what another in its folder says: TensorBoard's beside the trainer's own, a text log likewise.
  private static func isDuplicate(_ file: FoundFile, _ folders: Set<String>) -> Bool {
    guard file.path != file.root else { return false }
    switch file.format {
    case .tensorboard:
      let isBelow = Path.name(of: file.folder) == "tf_logs" && folders.contains(Path.parent(of: file.folder))
      return isBelow || folders.contains(file.folder)
    case .text:
      return folders.contains(file.folder) || folders.contains(file.folder + "/vis_data")
    default: return false
    }
  }

  /// mmdetection 2.x writes both in one folder; mmengine's text log is one above.
  private static func belongs(_ text: String, to files: [FoundFile]) -> Bool {
    let folder = Path.parent(of: text)
    return files.contains { $0.folder == folder || $0.folder == folder + "/vis_data" }
  }

}

// MARK: - Names

extension RunGrouping {
  /// File names that trainers give to every run's log: the folder's says more.
  private static let usualNames: Set<String> = ["metrics.json", "metrics.csv", "results.csv", "scalars.json"]

  /// A name for each run, unlike any other: its folder's where that is enough, else its file's, else the whole path.
  private static func names(of chains: [[FoundFile]]) -> [String] {
    let candidates = chains.map { Self.candidates(for: $0[0]) }
    var counts: [String: Int] = [:]
    for name in candidates.flatMap(Set.init) { counts[name, default: 0] += 1 }
    return candidates.map { names in names.first { counts[$0] == 1 } ?? names[names.count - 1] }
  }

  private static func candidates(for file: FoundFile) -> [String] {
    let place = Self.place(of: file)
    let isUsual = place == file.path && place != file.root && usualNames.contains(Path.name(of: place))
    let short = isUsual ? [name(of: Path.parent(of: place), root: file.root)] : []
    return short + [name(of: place, root: file.root), file.path, "\(file.path) (\(file.format.rawValue))"]
  }

  private static func name(of place: String, root: String) -> String {
    if place == root || !place.hasPrefix(root) {
      let name = Path.name(of: place)
      return [".", "..", ""].contains(name)
        ? Path.name(of: URL(fileURLWithPath: place).standardizedFileURL.path) : name
    }
    return String(place.dropFirst(root.count).drop { $0 == "/" })
  }
}

/// Paths as text: a search meets too many for URLs.
enum Path {
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
