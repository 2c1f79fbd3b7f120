import Foundation

/// A Python process that measures the same losses on request.
final class PythonPeer {
  /// What it measured.
  struct Report: Decodable {
    let seconds: Double
    let peakBytes: Int
  }

  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()

  /// Starts the script; nil where there is no script, or no Python that can import torch.
  init?(script: String, python: String?, threads: Int) {
    guard FileManager.default.fileExists(atPath: script),
      let python = PythonPeer.candidates(python).first(where: PythonPeer.hasTorch)
    else { return nil }
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script, String(threads)]
    process.standardInput = requests
    process.standardOutput = answers
    guard (try? process.run()) != nil else { return nil }
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Measures calls of a loss.
  func measure(_ loss: String, rows: Int, classes: Int, calls: Int) throws -> Report {
    let request = "\(loss) \(rows) \(classes) \(calls)\n"
    try requests.fileHandleForWriting.write(contentsOf: Data(request.utf8))
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw PythonPeerError.ended(request: loss) }
      line += more
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Report.self, from: line)
  }

  /// Where Package.swift looks for torch: $LIBTORCH is prefix/lib/python3.x/site-packages/torch; .venv; python3.
  private static func candidates(_ python: String?) -> [String] {
    if let python { return [python] }
    let torch = ProcessInfo.processInfo.environment["LIBTORCH"].map { URL(filePath: $0) }
    let prefix = torch.map { (0..<4).reduce($0) { url, _ in url.deletingLastPathComponent() } }
    return (prefix.map { [$0.appending(path: "bin/python3").path] } ?? []) + [".venv/bin/python", "python3"]
  }

  private static func hasTorch(_ python: String) -> Bool {
    let probe = Process()
    probe.executableURL = URL(filePath: "/usr/bin/env")
    probe.arguments = [
      python, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)",
    ]
    probe.standardError = FileHandle.nullDevice
    guard (try? probe.run()) != nil else { return false }
    probe.waitUntilExit()
    return probe.terminationStatus == 0
  }
}

/// Why there is no comparison.
enum PythonPeerError: Error, CustomStringConvertible {
  /// The process ended before it answered.
  case ended(request: String)

  var description: String {
    switch self {
    case .ended(let request):
      "the Python script ended before it had measured \(request); its message is above"
    }
  }
}
