import Cells
import Foundation
import Testing
import Widgets

@testable import Dashboard

/// Compares a whole screen with the picture kept in Snapshots; a missing one fails. TAILBOARD_RECORD=1 records anew.
func expectScreen(
  _ state: DashboardState, glyphs: GlyphSet, matches name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let picture =
    CellBuffer(
      drawing: DashboardView(state, theme: .plain), size: state.size, glyphs: glyphs
    ).text + "\n"
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Snapshots")
  let file = folder.appendingPathComponent(name + ".txt")
  if ProcessInfo.processInfo.environment["TAILBOARD_RECORD"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try picture.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(picture == expected, "\(name) looks different", sourceLocation: sourceLocation)
}
