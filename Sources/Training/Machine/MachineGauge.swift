import Events
import Foundation

/// What the machine gives a run: processors, memory, disks and GPUs, looked at every other second at most.
struct MachineGauge {
  private static let interval = 2.0

  private let gpus = GPUs.open()
  private var before = Counters()
  private var lastLook = -Self.interval

  /// What there is to tell at a time; nothing where the last look was just now.
  /// - Parameter seconds: a clock's time, for rates.
  mutating func figures(at seconds: Double) -> [MetricKey: Double] {
    let elapsed = seconds - lastLook
    guard elapsed >= Self.interval else { return [:] }
    let now = Counters.now
    defer { (before, lastLook) = (now, seconds) }
    var figures: [MetricKey: Double] = [:]
    figures[.residentMemory] = now.residentBytes
    figures[.machineMemory] = now.machineMemoryShare.map { $0 * 100 }
    // Rates need a look before.
    if lastLook >= 0 { figures.merge(now.rates(since: before, seconds: elapsed)) { $1 } }
    for (index, gpu) in (gpus?.look() ?? []).enumerated() {
      figures.merge(gpu.figures(index: index)) { $1 }
    }
    return figures
  }
}

extension MachineGauge {
  /// What the kernel counts of a process and its machine; nil where it does not say.
  struct Counters: Equatable {
    /// Seconds of processor time of the process.
    var processorSeconds: Double?
    /// Processor time of the machine since it began, in ticks.
    var busyTicks: Double?
    /// All its time, in ticks.
    var allTicks: Double?
    /// Bytes of the process in memory.
    var residentBytes: Double?
    /// The part of the machine's memory that is taken.
    var machineMemoryShare: Double?
    /// Bytes the process had read from disks.
    var readBytes: Double?
    /// Bytes the process had written to disks.
    var writtenBytes: Double?

    /// Of this process now.
    static var now: Counters {
      Counters(
        processorSeconds: ownProcessorSeconds, stat: text("/proc/stat"), statm: text("/proc/self/statm"),
        memory: text("/proc/meminfo"), io: text("/proc/self/io"))
    }

    init() {}

    /// From the kernel's own files.
    init(processorSeconds: Double?, stat: String, statm: String, memory: String, io: String) {
      self.processorSeconds = processorSeconds
      // user nice system idle iowait irq softirq steal
      let ticks = Self.numbers(stat, after: "cpu ").prefix(8)
      if ticks.count == 8 {
        allTicks = ticks.reduce(0, +)
        busyTicks = ticks.reduce(0, +) - ticks[3] - ticks[4]
      }
      let pages = statm.split(separator: " ").compactMap { Double($0) }
      if pages.count > 1 { residentBytes = pages[1] * Double(sysconf(Int32(_SC_PAGESIZE))) }
      if let total = Self.number(memory, after: "MemTotal:"), total > 0,
        let free = Self.number(memory, after: "MemAvailable:")
      {
        machineMemoryShare = 1 - free / total
      }
      readBytes = Self.number(io, after: "read_bytes:")
      writtenBytes = Self.number(io, after: "\nwrite_bytes:")
    }

    /// Shares of one processor and of the machine in percent, bytes a second.
    func rates(since before: Counters, seconds: Double) -> [MetricKey: Double] {
      var rates: [MetricKey: Double] = [:]
      func rate(_ counter: KeyPath<Counters, Double?>) -> Double? {
        guard let now = self[keyPath: counter], let then = before[keyPath: counter] else { return nil }
        return max(now - then, 0) / seconds
      }
      rates[.processorShare] = rate(\.processorSeconds).map { $0 * 100 }
      if let busy = rate(\.busyTicks), let all = rate(\.allTicks), all > 0 {
        rates[.machineProcessorShare] = busy / all * 100
      }
      rates[.diskRead] = rate(\.readBytes)
      rates[.diskWritten] = rate(\.writtenBytes)
      return rates
    }

    private static var ownProcessorSeconds: Double? {
      var usage = rusage()
      guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
      return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    private static func text(_ path: String) -> String {
      (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private static func number(_ text: String, after word: String) -> Double? {
      numbers(text, after: word).first
    }

    private static func numbers(_ text: String, after word: String) -> [Double] {
      guard let start = text.range(of: word)?.upperBound else { return [] }
      return text[start...].prefix { $0 != "\n" }.split(separator: " ").compactMap { Double($0) }
    }
  }
}
