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
  private var seen: Set<FileIdentity> = []
  /// Room for a file's first bytes; pages that are not needed are never touched.
  private let head = UnsafeMutableRawBufferPointer.allocate(
    byteCount: RunSearch.longestLine, alignment: 64)

  private init() {}

  /// The runs that these paths are, or that are below them; what cannot be read is told, and the rest goes on.
  public static func runs(below paths: [String]) -> FoundRuns {
    var search = RunSearch()
    defer { search.head.deallocate() }
    for path in paths { search.look(at: path) }
    return FoundRuns(
      runs: RunGrouping(search.files, textLogs: search.textLogs).runs, problems: search.problems)
  }

  private mutating func look(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return problems.append(LogFile.error(path)) }
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard status.st_mode & S_IFMT == S_IFDIR else { return add(trimmed, root: trimmed, isNamed: true) }
    let before = files.count, problemsBefore = problems.count
    walk(trimmed, root: trimmed, depth: 0)
    if files.count == before && problems.count == problemsBefore { problems.append(.noRuns(folder: path)) }
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
    return ["json", "jsonl", "ndjson", "csv", "tsv", "wandb", "log", "txt", "out", "md"]
      .contains(name[name.index(after: dot)...].lowercased())
  }

  private mutating func add(_ path: String, root: String, isNamed: Bool) {
    do {
      let file = try LogFile(path)
      guard seen.insert(file.identity).inserted else { return }
      let beginning = try beginning(of: file)
      let format = LogDetector.format(head: beginning, path: path, byteCount: file.byteCount)
      let start = Array(beginning.prefix(4096))
      guard let format, try isNamed || isRun(format, beginning, file) else {
        if isNamed { problems.append(.notALog(path: path, beginning: Self.describe(beginning))) }
        return
      }
      files.append(
        FoundFile(
          path: path, root: root, format: format, byteCount: file.byteCount, beginning: start))
    } catch let error as LogError {
      problems.append(error)
    } catch {
      problems.append(.unreadable(path: path, reason: "\(error)"))
    }
  }

  private func beginning(of file: LogFile) throws(LogError) -> UnsafeRawBufferPointer {
    let short = UnsafeMutableRawBufferPointer(rebasing: head[..<LogDetector.headSize])
    var count = try file.read(into: short, at: 0)
    let isCut = count == short.count && short[0] == UInt8(ascii: "{")
    if isCut && UnsafeRawBufferPointer(short).firstOffset(of: "\n") == nil {
      count = try file.read(into: head, at: 0)
    }
    return UnsafeRawBufferPointer(rebasing: head[..<count])
  }

  /// Tables and texts are many; below a folder only those count that tell of training.
  private mutating func isRun(
    _ format: LogFormat, _ beginning: UnsafeRawBufferPointer, _ file: LogFile
  ) throws -> Bool {
    switch format {
    case .jsonLines, .csv, .tsv: return GenericLog.hasSteps(beginning, format: format)
    case .text:
      if GenericLog.hasResults(beginning) { return true }
      let end = UnsafeMutableRawBufferPointer(rebasing: head[..<LogDetector.headSize])
      let count = try file.read(into: end, at: max(0, file.byteCount - end.count))
      if GenericLog.hasResults(UnsafeRawBufferPointer(rebasing: end[..<count])) { return true }
      textLogs.append(file.path)
      return false
    default: return true
    }
  }

  private static func describe(_ beginning: UnsafeRawBufferPointer) -> String {
    guard !beginning.isEmpty else { return "an empty file" }
    let text = String(decoding: beginning.prefix(24), as: UTF8.self)
    return "a file that begins with \(text.debugDescription)"
  }
}
