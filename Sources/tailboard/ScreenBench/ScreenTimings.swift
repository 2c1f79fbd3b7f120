import Foundation
import JSON

/// What a program on a terminal costs: measured from outside, as whoever sits there has it.
struct ScreenTimings {
  /// What was measured.
  let subject: String
  /// Seconds from the start to the first picture of what is looked at; nil where nobody said how to know it.
  var firstPaint: Double?
  /// Seconds from a key to the last byte of its answer.
  var keys: [Double] = []
  /// Bytes of each painting while something is written once a second.
  var ticks: [Int] = []
  /// Processor time and bytes a second while something is written once a second.
  var busy: Load?
  /// Processor time and bytes a second while nothing is.
  var idle: Load?

  /// What goes on over some seconds.
  struct Load {
    /// Seconds of processor time a second.
    let processor: Double
    /// Bytes drawn a second.
    let bytes: Double
  }
}

extension ScreenTimings {
  /// Strikes keys one after the other and waits for each answer.
  mutating func measure(keys: [String], on program: ProgramOnTerminal, rest: Duration) throws {
    for key in keys {
      _ = try program.watch(for: rest)
      let struck = ContinuousClock.now
      program.strike(key)
      guard let burst = try program.nextBurst(within: .seconds(2)) else { continue }
      self.keys.append((burst.end - struck) / .seconds(1))
    }
  }

  /// Watches a program for whole seconds, doing something before each.
  mutating func measureTicks(
    on program: ProgramOnTerminal, seconds: Int, each tick: () throws -> Void
  ) throws {
    let before = (program.processorSeconds, program.byteCount)
    for _ in 0..<seconds {
      try tick()
      let bursts = try program.watch(for: .seconds(1))
      ticks.append(bursts.reduce(0) { $0 + $1.bytes })
    }
    busy = Self.load(of: program, since: before, seconds: seconds)
  }

  /// Watches a program while nothing happens.
  mutating func measureIdle(on program: ProgramOnTerminal, seconds: Int) throws {
    let before = (program.processorSeconds, program.byteCount)
    _ = try program.watch(for: .seconds(seconds))
    idle = Self.load(of: program, since: before, seconds: seconds)
  }

  private static func load(
    of program: ProgramOnTerminal, since before: (processor: Double, bytes: Int), seconds: Int
  ) -> Load {
    Load(
      processor: (program.processorSeconds - before.processor) / Double(seconds),
      bytes: Double(program.byteCount - before.bytes) / Double(seconds))
  }
}

// MARK: - Words

extension ScreenTimings {
  /// The columns of `line`.
  static let header =
    "what                    first paint   key p50   p95     max   bytes a tick   CPU    idle CPU  bytes/s"

  /// One row of the table.
  var line: String {
    let sorted = keys.sorted()
    let columns = [
      subject.padding(toLength: 24, withPad: " ", startingAt: 0), Self.milliseconds(firstPaint, width: 11),
      Self.milliseconds(Self.quantile(0.5, of: sorted), width: 10),
      Self.milliseconds(Self.quantile(0.95, of: sorted), width: 6), Self.milliseconds(sorted.last, width: 8),
      Self.right(medianTick.map(String.init), width: 15), Self.percent(busy?.processor, width: 8),
      Self.percent(idle?.processor, width: 9), Self.right(idle.map { String(Int($0.bytes)) }, width: 9),
    ]
    return columns.joined()
  }

  /// Bytes of the painting in the middle.
  private var medianTick: Int? { ticks.isEmpty ? nil : ticks.sorted()[ticks.count / 2] }

  private static func quantile(_ share: Double, of sorted: [Double]) -> Double? {
    sorted.isEmpty ? nil : sorted[min(Int((Double(sorted.count) * share).rounded(.down)), sorted.count - 1)]
  }

  private static func milliseconds(_ seconds: Double?, width: Int) -> String {
    right(seconds.map { String(format: $0 < 0.01 ? "%.1f ms" : "%.0f ms", $0 * 1000) }, width: width)
  }

  private static func percent(_ share: Double?, width: Int) -> String {
    right(share.map { String(format: "%.2f %%", $0 * 100) }, width: width)
  }

  private static func right(_ text: String?, width: Int) -> String {
    let text = text ?? "–"
    return String(repeating: " ", count: max(width - text.count, 1)) + text
  }

  /// Its members in an object that is open; seconds, bytes and shares of a core.
  func write(to writer: inout JSONWriter) {
    let sorted = keys.sorted()
    let figures: [(String, Double?)] = [
      ("first_paint_seconds", firstPaint), ("key_p50_seconds", Self.quantile(0.5, of: sorted)),
      ("key_p95_seconds", Self.quantile(0.95, of: sorted)), ("key_max_seconds", sorted.last),
      ("bytes_a_tick", medianTick.map(Double.init)), ("busy_cpu", busy?.processor),
      ("idle_cpu", idle?.processor), ("idle_bytes_a_second", idle?.bytes),
    ]
    for (name, value) in figures { if let value { writer.member(name, value) } }
  }
}
