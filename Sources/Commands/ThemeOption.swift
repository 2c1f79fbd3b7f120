import ArgumentParser

/// The theme of what is drawn.
public struct ThemeOption: ParsableArguments {
  /// A theme's name or file.
  @Option(
    help: ArgumentHelp(
      "The theme: a name of `tailboard theme list`, or a file.", valueName: "name or file"))
  public var theme: String?

  /// The option at its default.
  public init() {}
}

/// How a screen begins.
public struct ScreenOptions: ParsableArguments {
  /// The theme.
  @OptionGroup public var themeOption: ThemeOption

  /// Whether it begins as if nobody had looked before.
  @Flag(help: "Begin with the first pane and the default theme, not as this was looked at last.")
  public var fresh = false

  /// Options at their defaults.
  public init() {}

  /// A theme's name or file; nil for the one chosen last.
  public var theme: String? { themeOption.theme }
}
