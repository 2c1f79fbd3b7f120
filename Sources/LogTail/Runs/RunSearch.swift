import Foundation

/// Finds the runs below folders: every file is known by its first bytes, files of one run are put together, and a
/// duplicate of a log is read once.
public struct RunSearch {
  /// Files of more names than these in all are not looked at.
  private static let limit = 200_000
  /// Bytes in which the first line must end: mmdetection's has the whole configuration.
  private static let longestLine = 4 << 20

  private var files: [FoundFile] = []
  private var textLogs: [String] = []
  private var problems: [LogError] = []
  private var strangers: [Stranger] = []
  private var seen: Set<FileIdentity> = []
  /// Room for a file's first bytes; pages that are not needed are never touched.
  private let head = UnsafeMutableRawBufferPointer.allocate(
    byteCount: RunSearch.longestLine, alignment: 64)
  /// Room for its last bytes.
  private let end = UnsafeMutableRawBufferPointer.allocate(byteCount: LogHead.byteCount, alignment: 64)

  private init() {}

  /// The runs that these paths are, or that are below them; what cannot be read is told, and the rest goes on.
  public static func runs(below paths: [String]) -> FoundRuns {
    var search = RunSearch()
    defer {
      search.head.deallocate()
      search.end.deallocate()
    }
    for path in paths { search.look(at: path) }
    let runs = RunGrouping(search.files, textLogs: search.textLogs).runs
    let texts = Set(runs.flatMap(\.textLogs))
    return FoundRuns(
      runs: runs, problems: search.problems, strangers: search.strangers.filter { !texts.contains($0.path) })
  }

  private mutating func look(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return problems.append(LogFile.error(path)) }
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard status.st_mode & S_IFMT == S_IFDIR else { return add(trimmed, root: trimmed, isNamed: true) }
    let before = files.count, problemsBefore = problems.count
    walk(trimmed, root: trimmed, depth: 0)
    guard files.count == before, problems.count == problemsBefore else { return }
    problems.append(.noRuns(folder: path, strangers: strangers.count))
  }
}

// MARK: - Walking

extension RunSearch {
  private static let deepest = 32

  private mutating func walk(_ folder: String, root: String, depth: Int) {
    guard depth < Self.deepest else { return }
    guard let directory = opendir(folder) else {
      if depth == 0 || errno != ENOENT { problems.append(LogFile.error(folder)) }
      return
    }
    var status = stat()
    let isNew =
      fstat(dirfd(directory), &status) == 0
      && seen.insert(FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))).inserted
    let names = isNew ? Self.names(in: directory) : []
    closedir(directory)
    for (name, kind) in names.sorted(by: { $0.name < $1.name }) {
      let path = folder == "/" ? "/" + name : folder + "/" + name
      switch kind {
      case DT_DIR: walk(path, root: root, depth: depth + 1)
      case DT_REG: if Self.mayBeLog(name) { add(path, root: root, isNamed: false) }
      case DT_LNK, DT_UNKNOWN: follow(path, name: name, root: root, depth: depth)
      default: break
      }
    }
  }

  private static func names(in directory: OpaquePointer) -> [(name: String, kind: Int)] {
    var names: [(name: String, kind: Int)] = []
    while let entry = readdir(directory), names.count < limit {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append((name, Int(entry.pointee.d_type))) }
    }
    return names
  }

  private mutating func follow(_ path: String, name: String, root: String, depth: Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: walk(path, root: root, depth: depth + 1)
    case S_IFREG: if Self.mayBeLog(name) { add(path, root: root, isNamed: false) }
    default: break
    }
  }

  /// Whether a file is looked into: pictures, weights and sources are not, whatever they hold.
  static func mayBeLog(_ name: String) -> Bool {
    if name.contains("tfevents") { return true }
    guard let dot = name.lastIndex(of: ".") else { return true }
    if endings.contains(name[name.index(after: dot)...].lowercased()) { return true }
    // `log.txt.rank1`, `train.log.2`, `slurm-4711.out.old`.
    return [".txt.", ".log.", ".out."].contains(where: name.contains)
  }

  private static let endings: Set<String> = [
    "json", "jsonl", "ndjson", "csv", "tsv", "wandb", "log", "txt", "out", "err", "stdout", "stderr", "md",
  ]

  private mutating func add(_ path: String, root: String, isNamed: Bool) {
    do {
      let file = try LogFile(path)
      guard seen.insert(file.identity).inserted else { return }
      let start = try beginning(of: file), ending = try ending(of: file, behind: start.count)
      let text = Transcoder.transcoded(UnsafeRawBufferPointer(rebasing: start.prefix(start.count & ~1)))
      try (text ?? []).withUnsafeBytes { text in
        let isAll = start.count == file.byteCount
        let head =
          text.isEmpty
          ? LogHead(start, ending: ending, path: path, isAll: isAll) : LogHead(text, path: path, isAll: isAll)
        try add(file, head, root: root, isNamed: isNamed, beginning: Array(start.prefix(4096)))
      }
    } catch let error as LogError {
      problems.append(error)
    } catch {
      problems.append(.unreadable(path: path, reason: "\(error)"))
    }
  }

  private mutating func add(
    _ file: LogFile, _ head: LogHead, root: String, isNamed: Bool, beginning: [UInt8]
  ) throws {
    if let format = LogFormat.of(head) {
      return files.append(
        FoundFile(
          path: file.path, root: root, format: format, byteCount: file.byteCount, beginning: beginning))
    }
    let reason = head.strangeness
    if isNamed { return problems.append(.notALog(path: file.path, reason: reason)) }
    strangers.append(Stranger(path: file.path, reason: reason))
    if reason == .text { textLogs.append(file.path) }
  }

  /// The last bytes of a file that is longer than what was read of it.
  private func ending(of file: LogFile, behind start: Int) throws(LogError) -> UnsafeRawBufferPointer {
    guard file.byteCount > start else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let count = try file.read(into: end, at: max(start, file.byteCount - end.count))
    return UnsafeRawBufferPointer(rebasing: end[..<count])
  }

  private func beginning(of file: LogFile) throws(LogError) -> UnsafeRawBufferPointer {
    let short = UnsafeMutableRawBufferPointer(rebasing: head[..<LogHead.byteCount])
    var count = try file.read(into: short, at: 0)
    let isCut = count == short.count && short[0] == UInt8(ascii: "{")
    if isCut && UnsafeRawBufferPointer(short).firstOffset(of: "\n") == nil {
      count = try file.read(into: head, at: 0)
    }
    return UnsafeRawBufferPointer(rebasing: head[..<count])
  }
}
