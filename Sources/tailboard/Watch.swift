import ArgumentParser
import Commands
import Comparison
import Console
import Events
import Foundation
import LogTail

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every run below a folder, whatever trainer writes it, live.",
    discussion: """
      Finds the logs of mmdetection, mmengine, detectron2, TensorBoard, Lightning, Ultralytics, Hugging Face, W&B \
      (offline), JSON lines and tables below the folders by their content, follows them as they grow, and finds runs that \
      begin later. Reads and changes nothing else.

      8 lists the runs, Space draws one with others, M chooses the metric shown, ? shows every key.

      Examples:
        tailboard watch work_dirs/
        tailboard watch output/metrics.json lightning_logs/
        tailboard watch runs/ --headless | grep evaluated
      """)

  @Argument(help: "Folders with logs below them, or logs.", completion: .file())
  var paths: [String]

  @OptionGroup var screen: ScreenOptions

  @Flag(help: "Print lines instead of showing the dashboard.")
  var headless = false

  func validate() throws {
    for path in paths where !FileManager.default.fileExists(atPath: path) {
      throw ValidationError("\(path): no such file or folder. Name a log, or a folder with logs below it.")
    }
  }

  func run() throws {
    let mailbox = Mailbox<RunEvent>(capacity: 1 << 17)
    let send = { @Sendable (event: RunEvent) in
      mailbox.send(event)
      Console.wake()
    }
    let own = OwnRuns(send: send)
    let console = try Console(
      role: .viewer, ask: RequestSender(mailbox, folder: own.folder).send, mailbox: mailbox,
      theme: screen.theme,
      mode: headless ? .plain : .screen,
      references: PublishedResult.references(loss: "ecm", detector: "mask-rcnn-r50-fpn"))
    let follower = LogFollower(paths, known: .lvis, send: send) { own.follow($0) }
    follower.start()
    let views = (screen.fresh ? Console.Beginning.fresh : .asLeft).views(of: paths)
    _ = console.run(until: RunCompletion(), in: Console.Place(views: views))
  }
}
