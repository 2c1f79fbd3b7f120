import Cells

/// The look of every role on the screen, resolved to what one terminal shows.
public struct Theme: Equatable, Sendable {
  /// The terminals a theme is for.
  public enum Ground: String, Sendable, CaseIterable {
    /// Light text on a dark background.
    case dark
    /// Dark text on a light background.
    case light
  }

  /// Its name, as in its file.
  public let name: String
  /// The terminals it is for.
  public let ground: Ground
  /// What is read.
  public let text: Style
  /// What is only looked at twice: axes, units, hints.
  public let faint: Style
  /// Boxes without the focus.
  public let border: Style
  /// The box with the focus.
  public let focus: Style
  /// Titles and headers.
  public let title: Style
  /// The chosen row.
  public let selection: Style
  /// Reference lines and their labels.
  public let reference: Style
  /// The cursor's column in a chart.
  public let cursor: Style
  /// Classes of 1 to 10 training images.
  public let rare: Mark
  /// Classes of 11 to 100 training images.
  public let common: Mark
  /// Classes of more than 100 training images.
  public let frequent: Mark
  /// What should be looked at.
  public let warning: Mark
  /// What must be looked at.
  public let error: Mark
  /// What went well.
  public let good: Mark
  /// Curves, in the order they are named.
  public let series: [Mark]
  /// From cold to hot.
  public let heat: [Style]

  /// The mark of the n-th curve; after the last the first comes again.
  public func series(_ index: Int) -> Mark {
    series.isEmpty ? Mark("*", text) : series[index % series.count]
  }

  /// Gives the cells that nobody coloured the theme's own text and background.
  public func lay(under buffer: inout CellBuffer) {
    guard text.background != .default else { return }
    buffer.restyle(buffer.bounds) { $0.over(Style(text.foreground, on: text.background)) }
  }

  /// Attributes and signs alone, from no file.
  public static let plain = Theme(
    name: "plain", ground: .dark, text: .plain, faint: Style(.default, .dim), border: Style(.default, .dim),
    focus: Style(.default, .bold), title: Style(.default, .bold), selection: Style(.default, .reverse),
    reference: Style(.default, .dim), cursor: Style(.default, .bold),
    rare: Mark("●"), common: Mark("▲"), frequent: Mark("■"),
    warning: Mark("!", Style(.default, .bold)), error: Mark("✗", Style(.default, [.bold, .reverse])),
    good: Mark("✓"), series: "●▲■◆○△□◇".map { Mark($0) }, heat: [.plain])
}
