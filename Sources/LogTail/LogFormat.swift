/// A way trainers write their logs: everything that is known of it, in one value.
///
/// One more format is its own file in Formats, a place in `all`, and its tests.
public struct LogFormat: Sendable {
  /// What people call it: the trainer's name where it has a format of its own.
  public let name: String
  /// How a file of the format changes.
  public let growth: Growth
  /// Where in a file reading may begin.
  public let entry: Entry
  /// Names of files that are of this format whatever is in them; `*` at an end stands for anything. Trainers give them
  /// to every run's log: the folder's name says more.
  let usualNames: [String]
  /// Names of files that are taken for this format while they are empty.
  let namesWhenEmpty: [String]
  /// What a log of it is beside others in its folder.
  let standing: Standing
  /// Where a run is: files of one place and format are one run.
  let place: @Sendable (FoundFile) -> String
  /// Iterations per epoch of a run's files and text logs, where the files need them and do not say them.
  let epochLength: (@Sendable ([FoundFile], [String]) -> Int?)?
  /// Whether a file that begins so is of this format.
  let recognises: @Sendable (LogHead) -> Bool
  /// What turns its bytes into records, with the iterations per epoch where they are known.
  let decoder: @Sendable (Int?) -> any LogDecoder

  init(
    _ name: String, growth: Growth = .appended, entry: Entry = .line, usualNames: [String] = [],
    namesWhenEmpty: [String] = [], standing: Standing = .alone,
    place: @escaping @Sendable (FoundFile) -> String = RunPlace.file,
    epochLength: (@Sendable ([FoundFile], [String]) -> Int?)? = nil,
    recognises: @escaping @Sendable (LogHead) -> Bool, decoder: @escaping @Sendable (Int?) -> any LogDecoder
  ) {
    self.name = name
    self.growth = growth
    self.entry = entry
    self.usualNames = usualNames
    self.namesWhenEmpty = namesWhenEmpty
    self.standing = standing
    self.place = place
    self.epochLength = epochLength
    self.recognises = recognises
    self.decoder = decoder
  }

  /// How a file changes while a run goes on.
  public enum Growth: Sendable {
    /// Only its end grows.
    case appended
    /// Its end grows; when a new column appears the whole file is written anew, with another first line.
    case rewrittenOnNewColumns
    /// It is written anew each time, with the whole history: read it from the start whenever it changed.
    case replaced
  }

  /// Where reading may begin in the middle of a file.
  public enum Entry: Sendable, Equatable {
    /// At any line.
    case line
    /// At any record: its beginning is known by its checksum.
    case record
    /// At any multiple of so many bytes.
    case block(byteCount: Int)
    /// Nowhere: only at the start.
    case start

    /// The last place up to a byte from which what follows can be read; nil where there is none but the start.
    func place(upTo byte: Int) -> Int? {
      switch self {
      case .line, .record: byte
      case .block(let size): byte / size * size
      case .start: nil
      }
    }
  }

  /// What a log is to the others in its folder.
  enum Standing {
    /// The trainer's own log: the folder is its run's.
    case own
    /// It says again what the trainer's own log beside it says.
    case duplicate
    /// Text, which belongs to the run of the trainer's own log beside it.
    case text
    /// None of the others' business.
    case alone
  }
}

extension LogFormat: Hashable, CustomStringConvertible {
  /// Formats are told apart by their names.
  public static func == (a: LogFormat, b: LogFormat) -> Bool { a.name == b.name }

  /// Formats are told apart by their names.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// The format's name.
  public var description: String { name }
}

extension LogFormat {
  /// Whether trainers call a log of this format so.
  func usuallyIsCalled(_ name: String) -> Bool { usualNames.contains { Path.name(name, matches: $0) } }

  /// Whether an empty file of this name is taken for one.
  func isNameWhenEmpty(_ name: String) -> Bool { namesWhenEmpty.contains { Path.name(name, matches: $0) } }
}
