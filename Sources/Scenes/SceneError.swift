import Images

/// Why the generated scenes could not be prepared.
public enum SceneError: Error {
  /// The file system refuses a file or folder.
  case refused(path: String, reason: String)
  /// An image could not be written.
  case image(ImageError)
}

extension SceneError: CustomStringConvertible {
  /// One sentence naming the path and the reason.
  public var description: String {
    switch self {
    case .refused(let path, let reason): "\(path): the demo's scenes cannot be kept here: \(reason)."
    case .image(let error): error.description
    }
  }
}
