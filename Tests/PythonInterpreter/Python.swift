import Foundation

/// The Python that the libtorch of this process was installed for.
public enum Python {
  /// A script that failed, with what it said.
  public struct Failure: Error {
    /// What it wrote to standard error.
    public let complaint: String
  }

  /// Runs a script with torch at hand and returns what it prints.
  public static func run(_ script: String, _ arguments: [String] = []) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", script] + arguments
    let (output, complaint) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaint
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    let words = try complaint.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(complaint: String(decoding: words, as: UTF8.self))
    }
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
