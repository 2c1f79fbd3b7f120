import Foundation
import Testing

/// Whatever is printed goes through Output, which makes it legible: no other file of ours may write to the terminal.
@Suite struct PrintingTests {
  /// Who writes to descriptors, and why that is safe.
  private static let writers = [
    "LegibleText/Output.swift",  // makes everything legible
    "Console/PlainOutput.swift",  // makes every line legible
  ]

  @Test func nobodyPrintsPastOutput() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources")
    let ways = try Regex(
      #"(?:^|[^.\w])(print|debugPrint|dump|puts|fputs|putchar|printf|vprintf|perror)\(|FileHandle\.standard(Output|Error)|[^?]\bwrite\(STD(OUT|ERR)_FILENO"#
    )
    var files = 0
    for case let file as URL in try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    where file.pathExtension == "swift" && !Self.writers.contains(where: file.path.hasSuffix) {
      files += 1
      for (index, line) in try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false
      ).enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        #expect(
          line.firstMatch(of: ways) == nil,
          "\(file.lastPathComponent):\(index + 1) prints past Output; call one of its functions: \(line)")
      }
    }
    #expect(files > 300)
  }
}
