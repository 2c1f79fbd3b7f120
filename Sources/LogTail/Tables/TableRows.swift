import CLogBytes
import Foundation

/// A table whose first line names its columns; empty cells are no values, words are passed over.
struct TableRows<Dialect: RecordDialect>: LineFormat {
  static var hasHeader: Bool { true }

  private struct Column {
    let name: Int
    let role: MemberRole
    let isEvaluation: Bool
  }

  private var dialect: Dialect
  private var separator: UInt8
  /// Whether the decimal point is a comma, as where semicolons separate.
  private var hasDecimalCommas = false
  private var header: [UInt8] = []
  private var columns: [Column] = []
  private var record = RecordInMaking()

  init(_ dialect: Dialect, separator: Character = ",") {
    self.dialect = dialect
    self.separator = separator.asciiValue ?? 0x2C
  }

  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool {
    columns.count > 0 && TableCells.split(line, separator: separator).count == columns.count
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    guard !columns.isEmpty else { return readHeader(line, into: &batch) }
    guard !line.elementsEqual(header) else { return }
    record.begin(in: batch)
    let hasQuotes = memchr(line.baseAddress!, 0x22, line.count) != nil
    let count = hasQuotes ? quotedCells(line, &batch) : plainCells(line, &batch)
    guard count == columns.count, !isHeader(line, in: batch) else {
      record.abandon(in: &batch)
      return isHeader(line, in: batch) ? readHeader(line, into: &batch) : batch.reject(line, .notARow)
    }
    record.end(placedBy: &dialect, in: &batch)
  }

  private mutating func readHeader(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    header = Array(line)
    columns = []
    if line.contains(UInt8(ascii: ";")) { (separator, hasDecimalCommas) = (UInt8(ascii: ";"), true) }
    let names = TableCells.split(line, separator: separator).map(TableCells.trimmed)
    let step = names.indices.min { stepRank(names[$0]) < stepRank(names[$1]) }
    let hasStep = step.map { stepRank(names[$0]) < .max } ?? false
    dialect.choose(step: hasStep ? step.map { names[$0] } : nil)
    for (index, original) in names.enumerated() {
      let name = Dialect.scalarName(original)
      let isStep = index == step && stepRank(original) < .max
      columns.append(
        Column(
          name: batch.names.count, role: isStep ? .step : roleOfOther(original),
          isEvaluation: name.isEvaluation))
      batch.names.append(name)
    }
  }

  /// Whether a line names columns anew, as tools do that append to a file: it begins as the first header did, and holds no
  /// number.
  private func isHeader(_ line: UnsafeRawBufferPointer, in batch: LogBatch) -> Bool {
    guard let first = header.first, line.first == first else { return false }
    let cells = TableCells.split(line, separator: separator).map(TableCells.trimmed)
    return cells.count > 1 && cells.allSatisfy { !$0.isEmpty && !TableCells.isNumber($0) }
      && header.starts(with: cells[0].utf8)
  }

  private func stepRank(_ name: String) -> Int {
    switch dialect.role(of: name) {
    case .step: -1
    case .stepCandidate(let rank): rank
    default: .max
    }
  }

  private func roleOfOther(_ name: String) -> MemberRole {
    let role = dialect.role(of: name)
    guard case .stepCandidate(let rank) = role else { return role }
    return rank == StepName.epochRank ? .epoch : .scalar
  }

  /// Returns how many cells there are; empty ones behind the last column are not counted.
  private mutating func plainCells(_ line: UnsafeRawBufferPointer, _ batch: inout LogBatch) -> Int {
    var start = 0, count = 0
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: line[start...])
      let found = rest.baseAddress.flatMap { memchr($0, Int32(separator), rest.count) }
      let length = found.map { UnsafeRawPointer($0) - rest.baseAddress! } ?? rest.count
      let cell = UnsafeRawBufferPointer(rebasing: rest[..<length])
      if count < columns.count || !cell.isEmpty { take(cell, column: count, into: &batch); count += 1 }
      guard found != nil else { return count }
      start += length + 1
    }
  }

  private mutating func quotedCells(_ line: UnsafeRawBufferPointer, _ batch: inout LogBatch) -> Int {
    let cells = TableCells.split(line, separator: separator)
    for (index, cell) in cells.enumerated() {
      cell.withUnsafeBytes { take($0, column: index, into: &batch) }
    }
    return cells.count
  }

  private mutating func take(_ cell: UnsafeRawBufferPointer, column: Int, into batch: inout LogBatch) {
    guard column < columns.count, !cell.isEmpty else { return }
    let column = columns[column]
    var number = tb_log_number()
    guard read(cell, &number) else {
      if column.role == .mode {
        record.marks.phase = LogRecord.Phase(word: String(decoding: cell, as: UTF8.self))
      }
      return
    }
    record.marks.take(number.value, Int(number.integer), as: column.role, at: batch.values.count)
    guard column.role != .step else { return }
    if column.isEvaluation { record.isEvaluation = true }
    batch.values.append(LogValue(name: column.name, value: number.value))
  }

  private func read(_ cell: UnsafeRawBufferPointer, _ number: inout tb_log_number) -> Bool {
    let bytes = cell.assumingMemoryBound(to: CChar.self)
    if tb_log_float(bytes.baseAddress, bytes.baseAddress! + bytes.count, &number) { return true }
    guard hasDecimalCommas, cell.contains(0x2C), !cell.contains(UInt8(ascii: ".")) else { return false }
    let text = cell.map { CChar(bitPattern: $0 == 0x2C ? UInt8(ascii: ".") : $0) }
    return text.withUnsafeBufferPointer { text in
      tb_log_float(text.baseAddress, text.baseAddress! + text.count, &number)
    }
  }
}
