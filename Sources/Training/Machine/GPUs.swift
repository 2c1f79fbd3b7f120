import Events
import Glibc

/// NVIDIA's GPUs as their driver's own library tells of them; the library is looked for when it is wanted, and its
/// absence is no fault. After NVML's API reference (nvml.h): every call returns 0 where it did something.
struct GPUs {
  private typealias Device = UnsafeMutableRawPointer
  private typealias Plain = @convention(c) () -> UInt32
  private typealias Count = @convention(c) (UnsafeMutablePointer<UInt32>) -> UInt32
  private typealias Handle = @convention(c) (UInt32, UnsafeMutablePointer<Device?>) -> UInt32
  private typealias OfDevice = @convention(c) (Device, UnsafeMutableRawPointer) -> UInt32
  private typealias Sensor = @convention(c) (Device, UInt32, UnsafeMutablePointer<UInt32>) -> UInt32

  /// What one GPU tells; nil where it does not.
  struct Reading: Equatable {
    /// Percent of the time in which a kernel ran.
    var utilisation: Double?
    var memoryBytes: Double?
    var watts: Double?
    /// Degrees Celsius.
    var temperature: Double?
  }

  private let devices: [Device]
  private let utilisation, memory, power: OfDevice?
  private let temperature: Sensor?

  /// The GPUs there are; nil without the library or without a GPU.
  static func open(library: String = "libnvidia-ml.so.1") -> GPUs? {
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else { return nil }
    return GPUs(handle)
  }

  private init?(_ library: UnsafeMutableRawPointer) {
    func function<Function>(_ name: String, as _: Function.Type) -> Function? {
      dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
    }
    var count: UInt32 = 0
    guard let start = function("nvmlInit_v2", as: Plain.self), start() == 0,
      let countDevices = function("nvmlDeviceGetCount_v2", as: Count.self), countDevices(&count) == 0,
      let handle = function("nvmlDeviceGetHandleByIndex_v2", as: Handle.self)
    else { return nil }
    devices = (0..<count).compactMap { index in
      var device: Device?
      return handle(index, &device) == 0 ? device : nil
    }
    guard !devices.isEmpty else { return nil }
    utilisation = function("nvmlDeviceGetUtilizationRates", as: OfDevice.self)
    memory = function("nvmlDeviceGetMemoryInfo", as: OfDevice.self)
    power = function("nvmlDeviceGetPowerUsage", as: OfDevice.self)
    temperature = function("nvmlDeviceGetTemperature", as: Sensor.self)
  }

  /// What each GPU tells now.
  func look() -> [Reading] {
    devices.map { device in
      var degrees: UInt32 = 0
      let isWarm = temperature?(device, 0, &degrees) == 0
      return Reading(
        // struct { unsigned int gpu, memory; }
        utilisation: Self.ask(utilisation, device, (UInt32(0), UInt32(0))).map { Double($0.0) },
        // struct { unsigned long long total, free, used; }
        memoryBytes: Self.ask(memory, device, (UInt64(0), UInt64(0), UInt64(0))).map { Double($0.2) },
        // milliwatts
        watts: Self.ask(power, device, UInt32(0)).map { Double($0) / 1000 },
        temperature: isWarm ? Double(degrees) : nil)
    }
  }

  private static func ask<Answer>(_ function: OfDevice?, _ device: Device, _ empty: Answer) -> Answer? {
    var answer = empty
    let result = withUnsafeMutableBytes(of: &answer) { function?(device, $0.baseAddress!) }
    return result == 0 ? answer : nil
  }
}

extension GPUs.Reading {
  /// By the names that events carry.
  func figures(index: Int) -> [MetricKey: Double] {
    var figures: [MetricKey: Double] = [:]
    figures[MetricKey("gpu\(index)_percent")] = utilisation
    figures[MetricKey("gpu\(index)_memory_bytes")] = memoryBytes
    figures[MetricKey("gpu\(index)_power_watts")] = watts
    figures[MetricKey("gpu\(index)_temperature")] = temperature
    return figures
  }
}
