import Foundation
import Torch

/// The memory this process holds, as Linux counts it; 0 elsewhere.
enum ResidentMemory {
  /// Bytes held at most while the body runs, beyond those held before. Free memory is given back first, or its use would
  /// not be seen.
  static func peak(of body: () -> Void) -> Int {
    TorchRuntime.returnFreedMemory()
    // 5 sets the peak back to what is held now (proc(5)).
    try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    let before = bytes("VmRSS")
    body()
    return bytes("VmHWM") - before
  }

  private static func bytes(_ name: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }
}
