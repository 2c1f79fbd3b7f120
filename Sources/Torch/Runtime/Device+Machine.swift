import CTorch
import Foundation

extension Device {
  /// The devices that this process can compute on, the CPU first.
  public static var available: [Device] { [.cpu] + (0..<Int(ct_cuda_count())).map(Device.cuda) }

  /// The device itself, if this machine has it.
  public func found() throws(DeviceError) -> Device {
    guard case .cuda = self, !Device.available.contains(self) else { return self }
    throw .absent(self, available: Device.available, reason: Device.reasonForNoGPU)
  }

  /// Why libtorch sees no GPU; nil where it sees one.
  private static var reasonForNoGPU: String? {
    guard ct_cuda_count() == 0 else { return nil }
    guard ct_is_built_with_cuda() else {
      return "this libtorch is built without CUDA (PyPI's torch for CUDA has it)"
    }
    var gpu = CTGpu()
    guard let message = ct_gpu(0, &gpu) else { return "libtorch cannot use the GPU that the driver has" }
    defer { free(message) }
    return String(cString: message)
  }

  /// The device with what it is, for people: "cuda:0, NVIDIA H100 80GB HBM3, 85 GB".
  public var inWords: String { hardware.map { "\(self), \($0)" } ?? "\(self)" }

  /// What the device is: the maker's name, and how much memory it has.
  public var hardware: DeviceHardware? {
    switch self {
    case .cpu: DeviceHardware.ofThisMachine
    case .cuda(let index): DeviceHardware(ofGPU: index)
    case .registered: nil
    }
  }
}

/// A device asked for that is not there.
public enum DeviceError: Error, Equatable {
  /// Those there are, and why there is no GPU, where there is none.
  case absent(Device, available: [Device], reason: String?)
}

extension DeviceError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .absent(let device, let available, let reason):
      "\(device) is not here: the devices are \(available.map(\.description).joined(separator: ", "))"
        + (reason.map { "; \($0)" } ?? "") + "."
    }
  }
}

/// What a device is made of.
public struct DeviceHardware: Sendable, Equatable, CustomStringConvertible {
  /// The maker's name of it.
  public let name: String
  /// Bytes of memory.
  public let memory: Int

  /// The processor and the machine's memory.
  static var ofThisMachine: DeviceHardware? {
    guard let facts = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
    let line = facts.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    return DeviceHardware(
      name: name ?? "CPU", memory: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)))
  }

  /// The GPU of this number, by NVIDIA's driver.
  init?(ofGPU index: Int) {
    var gpu = CTGpu()
    if let message = ct_gpu(Int32(index), &gpu) {
      free(message)
      return nil
    }
    let name = withUnsafeBytes(of: gpu.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    self.init(name: name, memory: Int(gpu.bytes))
  }

  init(name: String, memory: Int) {
    self.name = name
    self.memory = memory
  }

  /// "NVIDIA H100 80GB HBM3, 85 GB".
  public var description: String { "\(name), \(Int((Double(memory) / 1e9).rounded())) GB" }
}
