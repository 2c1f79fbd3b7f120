import Testing

@testable import Commands

@Suite struct LogoutWarningTests {
  private let session = "0::/user.slice/user-1000.slice/session-3.scope\n"
  private let kills = "KillOnlyUsers=\nKillExcludeUsers=root\nKillUserProcesses=yes\n"

  @Test func aRunInASessionThatIsKilledAtItsEndIsWarned() {
    let warning = LogoutWarning.text(cgroup: session, properties: kills, user: "ada")
    #expect(warning?.contains("loginctl enable-linger") == true)
  }

  @Test(arguments: [
    (
      "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope\n", "ada",
      "KillUserProcesses=yes"
    ),
    ("0::/user.slice/user-0.slice/session-3.scope\n", "root", "KillUserProcesses=yes\nKillExcludeUsers=root"),
    ("0::/user.slice/user-1000.slice/session-3.scope\n", "ada", "KillUserProcesses=no"),
    (
      "0::/user.slice/user-1000.slice/session-3.scope\n", "ada",
      "KillUserProcesses=yes\nKillOnlyUsers=bob eve"
    ),
    ("0::/system.slice/slurmd.service\n", "ada", "KillUserProcesses=yes"),
  ])
  func othersAreLeftInPeace(cgroup: String, user: String, properties: String) {
    #expect(LogoutWarning.text(cgroup: cgroup, properties: properties, user: user) == nil)
  }
}
