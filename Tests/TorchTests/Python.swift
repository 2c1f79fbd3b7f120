import Foundation
import Testing

/// The Python that the libtorch of this process was installed for.
enum Python {
  /// Runs a script with torch at hand and returns what it prints.
  static func run(_ script: String, _ arguments: [String] = []) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// prefix/lib/python3.x/site-packages/torch/lib/libtorch_cpu.so belongs to prefix/bin/python3.
  private static let interpreter: String = {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let library = maps.split(separator: "\n").first { $0.hasSuffix("libtorch_cpu.so") }
      .flatMap { $0.firstIndex(of: "/").map { String(maps[$0...].prefix { $0 != "\n" }) } }
    var prefix = URL(filePath: library ?? "")
    for _ in 0..<6 { prefix.deleteLastPathComponent() }
    let python = prefix.appending(path: "bin/python3").path
    return FileManager.default.isExecutableFile(atPath: python) ? python : "python3"
  }()
}

/// A folder for one test, gone afterwards.
func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "tailboard-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
