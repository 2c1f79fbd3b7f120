/// How a process leaves its terminal for good while its run goes on.
public protocol BackgroundMove {
  /// Whether it can: not where the shell waits for this very process.
  var isPossible: Bool { get }
  /// What is said on the terminal before.
  var farewell: [String] { get }
  /// Leaves it: from then on standard output is a file.
  func move() throws
}
