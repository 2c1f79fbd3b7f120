import Events
import Foundation

/// The machine this process runs on, as far as process numbers mean anything there.
struct Machine: Sendable, Equatable {
  /// Its name.
  let host: String
  /// Which boot of it, and which of its spaces of process numbers: containers share a kernel and may share a name.
  let scope: String

  static let here = Machine(
    host: Requester.hostName,
    scope: ((try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "")
      .trimmingCharacters(in: .whitespacesAndNewlines)
      + " " + ((try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""))
}

/// A process of this machine, told apart from later ones of its number by its birth.
struct LocalProcess: Sendable, Equatable {
  /// When it began, in the kernel's ticks since the boot.
  let birth: String
  /// Whether a signal has stopped it until SIGCONT.
  let isSuspended: Bool

  /// The process of a number, if there is one that has not ended.
  init?(_ pid: Int) {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    // proc(5): the state is the third field, the start time the twenty-second; the second is in parentheses.
    let fields = text[text.index(after: name)...].split(separator: " ")
    guard fields.count > 19, !["Z", "X"].contains(fields[0]) else { return nil }
    birth = String(fields[19])
    isSuspended = fields[0] == "T" || fields[0] == "t"
  }
}
