import Foundation

/// Why a file of tensors could not be read.
public enum FileError: Error, Equatable {
  case truncated(URL)
  case malformed(URL, String)
}

extension FileError: CustomStringConvertible {
  /// One sentence that names the file and, where there is one, the way out.
  public var description: String {
    switch self {
    case .truncated(let url):
      "\(url.lastPathComponent): the file ends before its tensors do; was it copied completely?"
    case .malformed(let url, let problem):
      "\(url.lastPathComponent): \(problem)"
    }
  }
}
