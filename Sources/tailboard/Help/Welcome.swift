import Foundation
import RunStore

/// What `tailboard` says by itself: what it is for, and what there is to look at here.
struct Welcome {
  /// Runs listed; `tailboard runs` has the rest.
  private static let mostRuns = 8

  let runs: [RunStatus]
  let now: Double

  /// The runs of the usual folders.
  init() {
    runs = RunChoice.usual.compactMap { try? RunStatus(of: $0) }
    now = Date().timeIntervalSince1970
  }

  var text: String {
    """
    tailboard trains long-tail object detectors and shows, in a terminal, why they rank as they do.

      train      tailboard demo                     ten minutes on generated scenes
                 tailboard recipe lvis-ecm-r50-1x   a recipe for LVIS, COCO or Open Images, then: train
      watch      tailboard watch FOLDER             every run below it, whatever trainer writes it
                 tailboard show RUN                 a run of ours: look at it and steer it from anywhere
      evaluate   tailboard eval --gt FILE --dt FILE any results file, with what went wrong
                 tailboard evaluate RUN             a checkpoint, or anyone's weights

    \(listing)

    tailboard --help lists every command, tailboard help every topic.
    """
  }

  private var listing: String {
    guard !runs.isEmpty else { return "No runs here yet." }
    let table = RunTable(runs, now: now, most: Self.mostRuns).text
    let more = runs.count - Self.mostRuns
    return "Runs here:\n" + table + (more > 0 ? "\n… \(more) more: tailboard runs" : "")
  }
}
