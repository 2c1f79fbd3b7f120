import CLogBytes
import Foundation

/// Logs to measure readers on: the same bytes from the same seed.
public struct SyntheticLogs {
  private var state: UInt64

  /// Logs drawn from a seed.
  public init(seed: UInt64) { state = seed }

  /// Writes a metrics.json as detectron2 does for Mask R-CNN, of at least so many bytes.
  /// - Returns: how many values it holds, steps not counted.
  public mutating func writeMetrics(to path: String, bytes: Int) throws -> Int {
    let pool = (0..<4096).map { _ in Array("\(random() * 3)".utf8) }
    var step = 19, values = 0
    try write(to: path, bytes: bytes) { logs, buffer in
      for (index, key) in Self.metrics.enumerated() {
        buffer += index == 0 ? Array("{\"".utf8) : Array(", \"".utf8)
        buffer += Array(key.utf8)
        buffer += Array("\": ".utf8)
        if key == "iteration" {
          buffer += Array(String(step).utf8)
        } else {
          buffer += pool[Int(logs.next() % 4096)]
          values += 1
        }
      }
      buffer += Array("}\n".utf8)
      step += 20
    }
    return values
  }

  /// Writes TensorBoard's events, one scalar each as its writers do, of at least so many bytes.
  /// - Returns: how many values it holds.
  public mutating func writeEvents(to path: String, bytes: Int) throws -> Int {
    let tags = (0..<16).map { Array("train/head_\($0)/loss".utf8) }
    var values = 0
    try write(to: path, bytes: bytes) { logs, buffer in
      let value: [UInt8] =
        Self.field(1, tags[values % 16]) + [0x15] + Self.littleEndian(Float(logs.random()).bitPattern)
      let time = 1_700_000_000 + Double(values) / 10
      let event =
        [0x09] + Self.littleEndian(time.bitPattern) + [0x10] + Self.varint(UInt64(values / 16))
        + Self.field(5, Self.field(1, value))
      buffer += Self.framed(event)
      values += 1
    }
    return values
  }

  /// Writes a text log as detectron2 prints it for Mask R-CNN, of at least so many bytes.
  /// - Returns: how many values it holds, steps not counted.
  public mutating func writeText(to path: String, bytes: Int) throws -> Int {
    let pool = (0..<4096).map { _ in Array("\((random() * 30_000).rounded() / 10_000)".utf8) }
    let names = [
      "total_loss", "loss_cls", "loss_box_reg", "loss_mask", "loss_rpn_cls", "loss_rpn_loc", "time", "lr",
    ]
    var step = 19, values = 0
    try write(to: path, bytes: bytes) { logs, buffer in
      buffer += Array("[11/25 06:15:44 d2.utils.events]:  eta: 8:20:14  iter: \(step)".utf8)
      for name in names {
        buffer += Array("  \(name): ".utf8)
        buffer += pool[Int(logs.next() % 4096)]
        values += 1
      }
      buffer += Array("  max_mem: 1962M\n".utf8)
      step += 20
    }
    return values
  }

  /// Makes so many folders with a short metrics.json each.
  public mutating func writeRuns(to folder: String, count: Int) throws {
    for run in 0..<count {
      let path = "\(folder)/group\(run / 50)/run\(run)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      _ = try writeMetrics(to: path + "/metrics.json", bytes: 20_000)
    }
  }

  private static let metrics = [
    "data_time", "eta_seconds", "fast_rcnn/cls_accuracy", "fast_rcnn/false_negative",
    "fast_rcnn/fg_cls_accuracy", "iteration", "loss_box_reg", "loss_cls", "loss_mask", "loss_rpn_cls",
    "loss_rpn_loc", "lr", "mask_rcnn/accuracy", "mask_rcnn/false_negative", "mask_rcnn/false_positive",
    "roi_head/num_bg_samples", "roi_head/num_fg_samples", "rpn/num_neg_anchors", "rpn/num_pos_anchors",
    "time", "total_loss",
  ]

  private mutating func write(
    to path: String, bytes: Int, _ record: (inout SyntheticLogs, inout [UInt8]) -> Void
  ) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil) else { throw LogFile.error(path) }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { try? file.close() }
    var written = 0
    var buffer: [UInt8] = []
    while written < bytes {
      buffer.removeAll(keepingCapacity: true)
      while buffer.count < min(4 << 20, bytes - written) { record(&self, &buffer) }
      try file.write(contentsOf: buffer)
      written += buffer.count
    }
  }
}

// MARK: - Numbers (SplitMix64, Steele et al. 2014) and messages

extension SyntheticLogs {
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  private mutating func random() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A TFRecord around data.
  static func framed(_ data: [UInt8]) -> [UInt8] {
    let length = littleEndian(UInt64(data.count))
    return length + littleEndian(length.withUnsafeBytes { RecordChecksum.masked(of: $0) }) + data
      + littleEndian(data.withUnsafeBytes { RecordChecksum.masked(of: $0) })
  }

  static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    [UInt8(number << 3 | 2)] + varint(UInt64(bytes.count)) + bytes
  }

  static func varint(_ number: UInt64) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80] + varint(number >> 7)
  }

  static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
