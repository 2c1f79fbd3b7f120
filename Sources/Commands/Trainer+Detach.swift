import Foundation

extension Trainer {
  /// Seconds in which a trainer in the background has taken its folder, on a slow network file system too.
  private static let patience = 120.0

  /// Starts the trainer in the background, in a session of its own, and waits until it has taken its folder.
  /// - Parameters:
  ///   - extra: arguments beside those of this process.
  ///   - folder: what it takes; its output goes there.
  ///   - hasTaken: whether the process of a number has it.
  /// - Returns: its process.
  public static func detach(
    adding extra: [String], folder: String, output: String, hasTaken: (Int) -> Bool
  ) throws(TrainerError) -> Int {
    let file = "\(folder)/\(output)"
    let length = size(of: file)
    let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--detach" } + ["--headless"] + extra
    let child = try start(arguments: Array(arguments), output: file)
    let deadline = Date(timeIntervalSinceNow: patience)
    var status: Int32 = 0
    while !hasTaken(Int(child)), Date() < deadline {
      if waitpid(child, &status, WNOHANG) == child {
        guard status != 0 else { break }
        throw .ended(status: status >> 8 & 0xFF, output: text(of: file, from: length))
      }
      usleep(20_000)
    }
    return Int(child)
  }

  private static func size(of path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  private static func text(of path: String, from offset: Int) -> String {
    let bytes = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
    return String(decoding: bytes.dropFirst(offset).suffix(4096), as: UTF8.self)
  }
}
