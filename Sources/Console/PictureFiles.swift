import Cells
import Dashboard
import Foundation
import Widgets

/// Keeps what a screen shows as files: a drawing, its text, and the figures of the pane in focus.
///
/// They go where the caller says, never to a place that a log names.
struct PictureFiles {
  let folder: String

  /// Writes them, each whole or not at all, and says so.
  func write(_ state: DashboardState, _ picture: CellBuffer, _ theme: Theme) -> String {
    let stem = folder == "." ? state.pictureName : "\(folder)/\(state.pictureName)"
    var files = [
      (stem + ".svg", SVGPicture(picture, on: theme.ground).text), (stem + ".txt", picture.text + "\n"),
    ]
    if let figures = state.figures(of: state.focusedPane) { files.append((stem + ".csv", figures.csv)) }
    for (path, text) in files {
      do {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
      } catch {
        return "\(path) cannot be written: \(error.localizedDescription)"
      }
    }
    let endings = files.map { "." + ($0.0.split(separator: ".").last ?? "") }
    return "written \(stem)\(endings.joined(separator: " "))"
  }
}
