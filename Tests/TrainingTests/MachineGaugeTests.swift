import Events
import Foundation
import Testing

@testable import Training

@Suite struct MachineGaugeTests {
  private func counters(_ processor: Double, busy: Int, idle: Int, read: Int) -> MachineGauge.Counters {
    MachineGauge.Counters(
      processorSeconds: processor, stat: "cpu  \(busy) 0 0 \(idle) 0 0 0 0 0 0\ncpu0 9 9 9 9",
      statm: "5000 1000 10", memory: "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable: 250 kB\n",
      io: "rchar: 1\nread_bytes: \(read)\nwrite_bytes: 4096\ncancelled_write_bytes: 77\n")
  }

  /// Three processor seconds in two: 150 %; 60 of 80 ticks busy.
  @Test func ratesAreOfTheTimeBetweenTwoLooks() throws {
    let before = counters(10, busy: 100, idle: 1000, read: 0)
    let after = counters(13, busy: 160, idle: 1020, read: 2_000_000)
    let rates = after.rates(since: before, seconds: 2)
    #expect(rates[.processorShare] == 150)
    #expect(rates[.machineProcessorShare] == 75)
    #expect(rates[.diskRead] == 1_000_000)
    #expect(rates[.diskWritten] == 0)
    #expect(after.residentBytes == 1000 * Double(sysconf(Int32(_SC_PAGESIZE))))
    #expect(after.machineMemoryShare == 0.75)
    #expect(after.writtenBytes == 4096)
  }

  @Test func whatTheKernelDoesNotSayIsNotTold() {
    let nothing = MachineGauge.Counters(processorSeconds: nil, stat: "", statm: "x", memory: "", io: "")
    #expect(nothing == MachineGauge.Counters())
    #expect(nothing.rates(since: nothing, seconds: 1).isEmpty)
  }

  @Test func theMachineIsLookedAtEveryOtherSecondAtMost() throws {
    var gauge = MachineGauge()
    let first = gauge.figures(at: 100)
    #expect(try #require(first[.residentMemory]) > 1e6)
    #expect(first[.processorShare] == nil)
    #expect(gauge.figures(at: 101.9).isEmpty)
    var sum = 0.0
    for index in 0..<3_000_000 { sum += Double(index).squareRoot() }
    #expect(sum > 0)
    let second = gauge.figures(at: 102)
    #expect(try #require(second[.processorShare]) > 0)
    let share = try #require(second[.machineMemory])
    #expect((0...100).contains(share))
  }

  /// A library of the driver's kind, compiled for the test.
  @Test func gpusAreReadThroughTheDriversLibrary() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nvml-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, library) = (folder.path + "/nvml.c", folder.path + "/libnvml.so")
    try """
    int nvmlInit_v2(void) { return 0; }
    int nvmlDeviceGetCount_v2(unsigned *n) { *n = 2; return 0; }
    int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = (void *)(long)(i + 1); return 0; }
    int nvmlDeviceGetUtilizationRates(void *d, unsigned *r) { r[0] = 40 + (long)d; r[1] = 9; return 0; }
    int nvmlDeviceGetMemoryInfo(void *d, unsigned long long *m) { m[0] = 80; m[1] = 50; m[2] = 30; return 0; }
    int nvmlDeviceGetPowerUsage(void *d, unsigned *p) { *p = 250500; return (long)d == 2 ? 3 : 0; }
    int nvmlDeviceGetTemperature(void *d, unsigned s, unsigned *t) { *t = 61; return s; }
    """.write(toFile: source, atomically: true, encoding: .utf8)
    let compiler = try #require(popen("cc -shared -fPIC -o \(library) \(source) 2>&1", "r"))
    #expect(pclose(compiler) == 0)
    let readings = try #require(GPUs.open(library: library)).look()
    #expect(
      readings == [
        .init(utilisation: 41, memoryBytes: 30, watts: 250.5, temperature: 61),
        .init(utilisation: 42, memoryBytes: 30, watts: nil, temperature: 61),
      ])
    #expect(readings[1].figures(index: 1)[MetricKey("gpu1_percent")] == 42)
    #expect(GPUs.open(library: "libno-such-driver.so") == nil)
  }
}
