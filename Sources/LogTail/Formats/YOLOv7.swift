import Events
import CLogBytes
import Foundation

/// YOLOv7's and early YOLOv5's results.txt: columns without a header (train.py), the first `epoch/epochs`.
struct YOLOv7Rows: LineFormat {
  static var hasHeader: Bool { false }
  /// The columns by what train.py itself calls them elsewhere; those without a name are no metrics.
  private static let columns = [
    "", "", "train/box_loss", "train/obj_loss", "train/cls_loss", "train/total_loss", "labels", "",
    "metrics/precision", "metrics/recall", "metrics/mAP_0.5", "metrics/mAP_0.5:0.95", "val/box_loss",
    "val/obj_loss", "val/cls_loss",
  ]

  private var isNamed = false

  func isWhole(_ line: UnsafeRawBufferPointer) -> Bool { Self.cells(line)?.count == Self.columns.count }

  mutating func read(_ line: UnsafeRawBufferPointer, into batch: inout LogBatch) {
    guard let cells = Self.cells(line) else { return batch.reject(line, .notARow) }
    if !isNamed { batch.names += Self.columns.map { ScalarName($0) } }
    isNamed = true
    batch.axis = StepAxis(unit: .epoch)
    let epoch = Int(cells[0].prefix { $0 != "/" }) ?? 0
    let start = batch.values.count
    for (index, cell) in cells.enumerated() where !Self.columns[index].isEmpty {
      guard let value = Self.number(cell) else { continue }
      batch.values.append(LogValue(name: index, value: value))
    }
    let record = LogRecord(
      step: epoch, writtenStep: epoch, stepFraction: 0, epoch: Double(epoch), time: .nan, phase: .training,
      values: start..<batch.values.count)
    batch.records.append(record)
    batch.evaluations += LoggedEvaluation.all(of: record, in: batch)
  }

  /// The cells of a row; nil where the line is none: `0/299  12.3G  0.05 …`.
  static func cells(_ line: UnsafeRawBufferPointer) -> [String]? {
    let cells = line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    guard (11...columns.count).contains(cells.count), cells[0].wholeMatch(of: /\d+\/\d+/) != nil,
      cells[2...].allSatisfy({ number($0) != nil })
    else { return nil }
    return cells
  }

  private static func number(_ cell: String) -> Double? {
    var number = tb_log_number()
    return Array(cell.utf8CString).withUnsafeBufferPointer { text in
      tb_log_float(text.baseAddress, text.baseAddress! + cell.utf8.count, &number) ? number.value : nil
    }
  }
}

extension LogFormat {
  /// YOLOv7: `results.txt`.
  public static let yolov7 = LogFormat(
    "yolov7", standing: .own,
    recognises: { head in head.lines.first.map { YOLOv7Rows.cells($0) != nil } ?? false },
    decoder: { _ in LineDecoder(YOLOv7Rows()) })
}
