import CLogBytes
import EventLines
import Foundation

/// Tells what a file's first bytes are the log of. Names only decide where the bytes do not.
struct LogDetector {
  /// Bytes to look at: the first line of mmdetection's logs describes the machine at length.
  static let headSize = 64 << 10

  private let head: UnsafeRawBufferPointer
  private let name: String
  /// Whether the file has no more bytes than these.
  private let isAll: Bool

  private init(head: UnsafeRawBufferPointer, name: String, isAll: Bool) {
    self.head = head.withoutByteOrderMark
    self.name = name
    self.isAll = isAll
  }

  /// The format of a file; nil where it is no log that is known.
  static func format(head: UnsafeRawBufferPointer, path: String, byteCount: Int) -> LogFormat? {
    let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    return LogDetector(head: head, name: name, isAll: head.count == byteCount).format
  }

  private var format: LogFormat? {
    if head.starts(with: [0x3A, 0x57, 0x26, 0x42]) { return .wandb }
    if isRecordFile { return .tensorboard }
    guard let first = head.first(where: { $0 > 0x20 }) else { return formatByName }
    if first == UInt8(ascii: "{") { return isTrainerState ? .huggingFace : jsonFormat ?? formatByName }
    return tableFormat ?? jsonFormat ?? formatByName ?? textFormat
  }

  /// A TFRecord begins with its length and the checksum of that.
  private var isRecordFile: Bool {
    guard head.count >= 12 else { return false }
    let length = head.loadUnaligned(as: UInt64.self)
    let checksum = head.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
    return length < 1 << 32 && checksum == RecordChecksum.masked(of: head.prefix(8))
  }

  private var formatByName: LogFormat? {
    if name.contains("tfevents") { return .tensorboard }
    switch name {
    case "scalars.json": return .mmengine
    case "metrics.json": return .detectron2
    case "trainer_state.json": return .huggingFace
    default: break
    }
    if name.hasSuffix(".log.json") { return .mmdetection }
    if name.hasSuffix(".wandb") { return .wandb }
    if name.hasSuffix(".jsonl") { return .jsonLines }
    guard head.isEmpty else { return nil }
    if name.hasSuffix(".csv") { return .csv }
    return name.hasSuffix(".log") || name.hasSuffix(".txt") ? .text : nil
  }
}

// MARK: - JSON

extension LogDetector {
  private var isTrainerState: Bool {
    head.firstOffset(of: #""log_history""#) != nil
  }

  private var jsonFormat: LogFormat? {
    var keys: Set<String> = []
    for line in lines(upTo: 8) {
      if let members = JSONShape.members(of: line) { keys.formUnion(members) }
    }
    guard !keys.isEmpty else { return nil }
    if keys.isSuperset(of: ["mode", "epoch", "iter"]) || keys.contains("hook_msgs") { return .mmdetection }
    if keys.contains("env_info") && keys.contains("exp_name") { return .mmdetection }
    if keys.isSuperset(of: [EventName.time, EventName.kind]), !keys.isDisjoint(with: Self.ownKeys) {
      return .tailboard
    }
    if keys.contains("iteration"), !keys.isDisjoint(with: Self.detectronKeys) { return .detectron2 }
    if keys.contains("step"), keys.contains("iter") || keys.contains(where: Self.isMMEngineKey) {
      return .mmengine
    }
    return name == "scalars.json" && keys.contains("step") ? .mmengine : .jsonLines
  }

  private static let ownKeys: Set<String> = [
    EventName.totalSteps, EventName.state, EventName.values, EventName.text, EventName.summary,
  ]

  private static let detectronKeys: Set<String> = [
    "time", "data_time", "eta_seconds", "lr", "total_loss", "bbox/AP", "segm/AP",
  ]

  private static func isMMEngineKey(_ key: String) -> Bool {
    key == "data_time" || key.hasPrefix("coco/") || key.hasPrefix("lvis/")
  }

  /// The first complete lines of the head.
  private func lines(upTo limit: Int) -> [UnsafeRawBufferPointer] {
    var lines: [UnsafeRawBufferPointer] = []
    var start = 0
    while start < head.count, lines.count < limit {
      let rest = UnsafeRawBufferPointer(rebasing: head[start...])
      guard let newline = rest.firstOffset(of: "\n") else {
        if isAll { lines.append(rest) }
        break
      }
      lines.append(UnsafeRawBufferPointer(rebasing: rest[..<newline]))
      start += newline + 1
    }
    return lines
  }
}

// MARK: - Tables and text

extension LogDetector {
  private var tableFormat: LogFormat? {
    let lines = lines(upTo: 8).filter { $0.contains { $0 > 0x20 } }
    guard let first = lines.first else { return nil }
    let separator: UInt8 = first.contains(0x09) ? 0x09 : 0x2C
    let header = TableCells.split(first, separator: separator).map(TableCells.trimmed)
    let isHeader = header.count > 1 && header.allSatisfy { !$0.isEmpty && Double($0) == nil }
    guard isHeader, first.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return nil }
    if lines.count > 1 {
      let row = TableCells.split(lines[1], separator: separator).map(TableCells.trimmed)
      guard row.contains(where: { Double($0) != nil }) else { return nil }
    } else if !header.contains(where: AnyDialect.stepNames.contains) {
      return nil
    }
    if separator == 0x09 { return .tsv }
    let names = Set(header)
    if names.contains("epoch"), header.contains(where: { $0.hasPrefix("train/") || $0.hasPrefix("metrics/") })
    {
      return .ultralytics
    }
    return names.isSuperset(of: ["step", "epoch"]) ? .lightning : .csv
  }

  private var textFormat: LogFormat? {
    let text = head.prefix(4096)
    let controls = text.filter { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }
    return controls.isEmpty ? .text : nil
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes behind UTF-8's byte order mark, if there is one.
  var withoutByteOrderMark: UnsafeRawBufferPointer {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return starts(with: mark) ? UnsafeRawBufferPointer(rebasing: self[3...]) : self
  }
}

/// The names of a line's members.
enum JSONShape {
  /// The keys of the object in a line; nil where it is none.
  static func members(of line: UnsafeRawBufferPointer) -> [String]? {
    guard !line.isEmpty else { return nil }
    var cursor = JSONCursor(line)
    var keys: [String] = []
    cursor.skipSpace()
    guard cursor.take(UInt8(ascii: "{")) else { return nil }
    repeat {
      cursor.skipSpace()
      guard let key = cursor.string() else { return nil }
      cursor.skipSpace()
      guard cursor.take(UInt8(ascii: ":")) else { return nil }
      cursor.skipSpace()
      guard cursor.skipValue() else { return nil }
      keys.append(JSONText.unescaped(key))
      cursor.skipSpace()
    } while cursor.take(UInt8(ascii: ","))
    return cursor.take(UInt8(ascii: "}")) ? keys : nil
  }
}
