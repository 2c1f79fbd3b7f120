import ArgumentParser
import Foundation
import LegibleText

struct Help: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a topic or a command.",
    discussion: """
      Examples:
        tailboard help
        tailboard help ssh
        tailboard help bench screen
      """)

  @Argument(help: "A topic, or a command.")
  var words: [String] = []

  func run() throws {
    guard let first = words.first else { return Output.text(try HelpTopic.overview()) }
    if let topic = try HelpTopic.all().first(where: { $0.name == first }), words.count == 1 {
      return Output.text(topic.text)
    }
    guard let command = Tailboard.command(words[...]) else {
      throw HelpError.unknown(words.joined(separator: " "), topics: try HelpTopic.all().map(\.name))
    }
    Output.text(Tailboard.helpMessage(for: command))
  }
}

extension ParsableCommand {
  /// The command of a path of names below this one; nil where there is none.
  fileprivate static func command(_ names: ArraySlice<String>) -> (any ParsableCommand.Type)? {
    guard let name = names.first else { return self }
    let next = configuration.subcommands.first { $0._commandName == name }
    return next?.command(names.dropFirst())
  }
}

/// Something worth a page that no single command is about.
struct HelpTopic {
  /// What it is asked for by.
  let name: String
  /// The page; its first line is its title.
  let text: String

  /// Every topic, by name.
  static func all() throws -> [HelpTopic] {
    guard let folder = Bundle.module.resourcePath.map({ $0 + "/Topics" }) else { return [] }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }
    return try files.sorted().map { file in
      HelpTopic(
        name: String(file.dropLast(4)),
        text: try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8))
    }
  }

  /// What there is to ask for.
  static func overview() throws -> String {
    let topics = try all()
    let width = topics.map(\.name.count).max() ?? 0
    let lines = topics.map { topic in
      let title = topic.text.split(separator: "\n").first ?? ""
      return "  \(topic.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(title)"
    }
    return Tailboard.helpMessage() + "\n\nTOPICS:\n" + lines.joined(separator: "\n")
      + "\n\n  tailboard help TOPIC shows one."
  }
}

/// What cannot be explained.
enum HelpError: Error, CustomStringConvertible {
  case unknown(String, topics: [String])

  var description: String {
    switch self {
    case .unknown(let words, let topics):
      "no command and no topic \"\(words)\"; topics are \(topics.joined(separator: ", ")), "
        + "tailboard --help lists the commands"
    }
  }
}
