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
    self.textLogs = textLogs + files.filter { $0.format.standing == .text }.map(\.path)
  }

  /// The runs by path.
  var runs: [LogRun] {
    var groups: [String: [FoundFile]] = [:]
    for file in files { groups["\(file.format) \(file.format.place(file))", default: []].append(file) }
    let folders = Set(files.filter { $0.format.standing == .own }.map(\.folder))
    let chains = groups.values.filter { !Self.isDuplicate($0[0], folders) }.map(Self.chained)
    return zip(chains, Self.names(of: chains)).map(run)
      .sorted { ($0.path, $0.format.name) < ($1.path, $1.format.name) }
  }

  private func run(of files: [FoundFile], named name: String) -> LogRun {
    let format = files[0].format
    let texts = format.standing == .own ? textLogs.filter { Self.belongs($0, to: files) } : []
    return LogRun(
      name: name, path: files.count == 1 ? files[0].path : format.place(files[0]),
      format: format, files: files.map(\.path), textLogs: texts,
      resultLogs: self.files.filter { texts.contains($0.path) }.map {
        TextLog(path: $0.path, format: $0.format)
      },
      iterationsPerEpoch: format.epochLength?(files, texts))
  }

  /// The files of a run in the order of reading, each once.
  private static func chained(_ group: [FoundFile]) -> [FoundFile] {
    if group[0].format.growth == .replaced {
      return Array(group.sorted { ($1.byteCount, $0.path) < ($0.byteCount, $1.path) }.prefix(1))
    }
    var kept: [FoundFile] = []
    // mmengine's scalars.json first: beside it is the same once more as <timestamp>.json.
    let rank = { (file: FoundFile) in file.format.usuallyIsCalled(Path.name(of: file.path)) ? 0 : 1 }
    for file in group.sorted(by: { (rank($0), $0.path) < (rank($1), $1.path) }) {
      let isKnown = kept.contains { other in
        let count = min(other.beginning.count, file.beginning.count)
        return count > 64 && other.beginning.prefix(count) == file.beginning.prefix(count)
      }
      if !isKnown { kept.append(file) }
    }
    return kept.sorted { $0.path < $1.path }
  }

  /// Whether a log says what another in its folder says: TensorBoard's beside the trainer's own, a text log likewise.
  private static func isDuplicate(_ file: FoundFile, _ folders: Set<String>) -> Bool {
    guard file.path != file.root else { return false }
    switch file.format.standing {
    case .own, .alone: return false
    case .duplicate:
      let isBelow = Path.name(of: file.folder) == "tf_logs" && folders.contains(Path.parent(of: file.folder))
      return isBelow || folders.contains(file.folder)
    case .text: return folders.contains(file.folder) || folders.contains(file.folder + "/vis_data")
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
  /// A name for each run, unlike any other: its folder's where that is enough, else its file's, else the whole path.
  private static func names(of chains: [[FoundFile]]) -> [String] {
    let candidates = chains.map { Self.candidates(for: $0[0]) }
    var counts: [String: Int] = [:]
    for name in candidates.flatMap(Set.init) { counts[name, default: 0] += 1 }
    return candidates.map { names in names.first { counts[$0] == 1 } ?? names[names.count - 1] }
  }

  private static func candidates(for file: FoundFile) -> [String] {
    let place = file.format.place(file)
    let isUsual =
      place == file.path && place != file.root && file.format.usuallyIsCalled(Path.name(of: place))
    let short = isUsual ? [name(of: Path.parent(of: place), root: file.root)] : []
    return short + [name(of: place, root: file.root), file.path, "\(file.path) (\(file.format.name))"]
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
