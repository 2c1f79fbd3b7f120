import Events
import JSON
import RunStore

/// What came of a request.
struct RequestOutcome {
  enum Ending: String { case asked, answered, ended, died }

  let asked: AskedRequest
  let folder: RunFolder
  let ending: Ending
  let state: RunState?
  /// Errors the trainer told while it answered.
  let errors: [String]

  init(
    _ asked: AskedRequest, _ folder: RunFolder, _ ending: Ending, state: RunState?, errors: [String] = []
  ) {
    self.asked = asked
    self.folder = folder
    self.ending = ending
    self.state = state
    self.errors = errors
  }

  var json: String {
    var writer = JSONWriter()
    writer.object {
      $0.member("run", folder.path)
      $0.member("request", asked.request.rawValue)
      $0.member("id", asked.id)
      $0.member("outcome", ending.rawValue)
      $0.member("state", state?.rawValue)
      $0.member("errors", errors)
    }
    return writer.text
  }

  var text: String {
    let state = state?.rawValue ?? "starting"
    let sentence =
      switch ending {
      case .asked: "asked \(folder.path) to \(asked.request.rawValue): it answers after its present step"
      case .answered: "\(folder.path): \(asked.request.rawValue) done, \(state)"
      case .ended: "\(folder.path) \(state) before it could \(asked.request.rawValue)"
      case .died: "\(folder.path): its trainer died before it could \(asked.request.rawValue)"
      }
    return ([sentence] + errors).joined(separator: "\n")
  }
}
