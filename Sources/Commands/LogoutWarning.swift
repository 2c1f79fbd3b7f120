import Foundation

/// systemd may kill what a user leaves running: said at the start of a run that would be hit.
public enum LogoutWarning {
  /// The warning for this process, where it needs one.
  public static var here: String? {
    guard let cgroup = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
      isInSession(cgroup), let properties = output(of: ["loginctl", "show-session"])
    else { return nil }
    return text(cgroup: cgroup, properties: properties, user: NSUserName())
  }

  /// The warning for a process of a control group and a user, where logind has these properties.
  /// - Parameter properties: as `loginctl show-session` prints them of the manager.
  static func text(cgroup: String, properties: String, user: String) -> String? {
    var values: [Substring: Substring] = [:]
    for line in properties.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    let only = values["KillOnlyUsers"]?.split(separator: " ") ?? []
    let excluded = values["KillExcludeUsers"]?.split(separator: " ") ?? []
    guard isInSession(cgroup), values["KillUserProcesses"] == "yes",
      only.isEmpty || only.contains(Substring(user)), !excluded.contains(Substring(user))
    else { return nil }
    return """
      this machine kills what users leave running when they log out (KillUserProcesses=yes in logind.conf), this run \
      too. To keep it: loginctl enable-linger, then start it by systemd-run --user --scope tailboard …
      """
  }

  /// Whether the process belongs to a login session, whose end may be its own.
  private static func isInSession(_ cgroup: String) -> Bool {
    cgroup.contains(/\/session-[^\/\n]+\.scope/)
  }

  /// What a command prints; nil where it fails or takes more than a second.
  private static func output(of command: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "1"] + command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}
