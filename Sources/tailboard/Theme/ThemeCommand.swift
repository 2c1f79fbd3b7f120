import ArgumentParser
import Cells
import Commands
import Foundation
import LegibleText
import Widgets

struct ThemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theme", abstract: "List, look at and check the screen's themes.",
    discussion: """
      A theme is a TOML file. Yours lie in $XDG_CONFIG_HOME/tailboard/themes; --theme takes their names, or any file. \
      T goes through all of them on the screen.

      Examples:
        tailboard theme list
        tailboard theme show light
        tailboard theme show default --colours 16 --glyphs ascii
        tailboard theme lint my-theme.toml
      """,
    subcommands: [List.self, Show.self, Lint.self])

  private static var library: ThemeLibrary {
    ThemeLibrary(userFolder: ThemeLibrary.userFolder(environment: ProcessInfo.processInfo.environment))
  }
}

extension ThemeCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the themes there are.",
      discussion: """
        Example:
          tailboard theme list
        """)

    func run() throws {
      let library = ThemeCommand.library
      let width = library.names.map(\.count).max() ?? 0
      for name in library.names { Output.line(try line(name, width: width, in: library)) }
    }

    private func line(_ name: String, width: Int, in library: ThemeLibrary) throws -> String {
      do {
        let lint = try library.lint(name)
        let state =
          lint.findings.isEmpty ? "passes lint" : "\(lint.findings.count) findings: theme lint \(name)"
        let ground = try library.ground(of: name) ?? "?"
        return "\(name.padded(to: width))  \(ground.padded(to: 5))  \(state)  \(try library.path(of: name))"
      } catch {
        return "\(name.padded(to: width))  broken: \(error)"
      }
    }
  }

  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check that a theme can be read wherever it may be shown.",
      discussion: """
        Contrast of 4.5 at least on the darkest and lightest backgrounds the theme is for (3 for lines), in 24 bits, in \
        256 colours and in xterm's sixteen; bins that differ to eyes without green, in each of them; signs that differ \
        without colour and in ASCII. Ends with status 1 where something does not hold.

        Examples:
          tailboard theme lint my-theme.toml
          tailboard theme lint                  every theme there is
        """)

    @Argument(
      help: "Names or files. (default: every theme there is)", completion: .file(extensions: ["toml"]))
    var themes: [String] = []

    func run() throws {
      let library = ThemeCommand.library
      var isFine = true
      for name in themes.isEmpty ? library.names : themes {
        let lint = try library.lint(name)
        Output.lines(lint.findings.map(\.description))
        Output.line("\(name): \(lint.checkCount) checks, \(lint.findings.count) findings")
        isFine = isFine && lint.findings.isEmpty
      }
      if !isFine { throw ExitCode.failure }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every role of a theme.",
      discussion: """
        Examples:
          tailboard theme show dusk
          tailboard theme show default --colours none --glyphs ascii
        """)

    @Argument(help: "A name or a file.", completion: .file(extensions: ["toml"]))
    var theme = "default"

    @Option(help: "As a terminal of so many colours shows it: 24bit, 256, 16 or none. (default: yours)")
    var colours: ColorDepth?

    @Option(help: "As a terminal of these glyphs shows it: braille, blocks or ascii. (default: yours)")
    var glyphs: GlyphSet?

    func run() throws {
      let surface = try TextSurface.standardOutput(theme: theme, depth: colours, glyphs: glyphs)
      Output.picture(surface.text(of: ThemeSample(theme: surface.theme), height: ThemeSample.height))
    }
  }
}

extension ColorDepth: ExpressibleByArgument {
  /// 24bit, 256, 16 or none.
  public init?(argument: String) {
    let depths: [String: ColorDepth] = ["24bit": .direct, "256": .palette, "16": .sixteen, "none": .mono]
    guard let depth = depths[argument] else { return nil }
    self = depth
  }
}

extension GlyphSet: ExpressibleByArgument {
  /// braille, blocks or ascii.
  public init?(argument: String) { self.init(name: argument) }
}
