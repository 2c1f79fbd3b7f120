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

  /// Looked for where Package.swift looks for torch: $LIBTORCH is prefix/lib/python3.x/site-packages/torch, then .venv.
  private static let interpreter: String = {
    let project = URL(filePath: #filePath).ancestor(3)
    let torch = ProcessInfo.processInfo.environment["LIBTORCH"].map { URL(filePath: $0) }
    let prefix = torch?.ancestor(4) ?? project.appending(path: ".venv")
    let python = prefix.appending(path: "bin/python3").path
    return FileManager.default.isExecutableFile(atPath: python) ? python : "python3"
  }()
}

extension URL {
  fileprivate func ancestor(_ generations: Int) -> URL {
    (0..<generations).reduce(self) { url, _ in url.deletingLastPathComponent() }
  }
}

/// A folder for one test, gone afterwards.
func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "tailboard-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
