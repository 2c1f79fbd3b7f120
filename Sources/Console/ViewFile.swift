import Dashboard
import Foundation

/// Where one user's view of a run, or of some folders, is kept between two looks: below $XDG_STATE_HOME, never in the
/// run.
public struct ViewFile: Sendable {
  /// Views kept; the oldest go.
  private static let capacity = 500

  private let folder: String
  private let path: String

  /// The file of what stands at these paths; nil where the user has no home.
  public init?(of paths: [String], environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home =
      environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].map { $0 + "/.local/state" }
    guard let home else { return nil }
    folder = home + "/tailboard/views"
    path = "\(folder)/\(Self.name(of: paths)).json"
  }

  /// FNV-1a of where the paths lead, 64 bits: links and relative paths lead to the same view.
  private static func name(of paths: [String]) -> String {
    let places = paths.map { URL(fileURLWithPath: $0).standardizedFileURL.resolvingSymlinksInPath().path }
    let hash = places.sorted().joined(separator: "\n").utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }

  /// The view kept; nil where there is none, or none that can be read.
  func load() -> ViewState? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return try? JSONDecoder().decode(ViewState.self, from: data)
  }

  /// Keeps a view; where that cannot be, the next look begins as the first one did.
  func save(_ view: ViewState) {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? JSONEncoder().encode(view).write(to: URL(fileURLWithPath: path), options: .atomic)
    removeOldest()
  }

  /// The next look begins as the first one did.
  public func forget() { try? FileManager.default.removeItem(atPath: path) }

  private func removeOldest() {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder),
      names.count > Self.capacity
    else { return }
    let dated = names.map { name -> (String, Date) in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return ("\(folder)/\(name)", attributes?[.modificationDate] as? Date ?? .distantPast)
    }
    for (old, _) in dated.sorted(by: { $0.1 < $1.1 }).prefix(names.count - Self.capacity) {
      try? FileManager.default.removeItem(atPath: old)
    }
  }
}
