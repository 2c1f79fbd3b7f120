import Events
import JSON

/// What stands as one value in an event's object.
protocol EventMember: JSONWritable, Sendable {
  /// The value that is written there; `name` is the member's, for errors.
  init(reading json: JSONValue, as name: String) throws
}

extension Double: EventMember {
  init(reading json: JSONValue, as name: String) throws { self = try json.double() }
}

/// Counts: steps, images, bytes. What no run reaches is refused here, so that nobody's arithmetic overflows.
extension Int: EventMember {
  init(reading json: JSONValue, as name: String) throws {
    self = try json.integer()
    guard PlausibleNumbers.counts.contains(self) else {
      throw EventReadingError.outOfRange("\(self)", in: name)
    }
  }
}

extension String: EventMember {
  init(reading json: JSONValue, as name: String) throws { self = try json.string() }
}

extension Optional: EventMember where Wrapped: EventMember {
  init(reading json: JSONValue, as name: String) throws {
    self = json.isNull ? nil : try Wrapped(reading: json, as: name)
  }
}

extension Array: EventMember where Element: EventMember {
  init(reading json: JSONValue, as name: String) throws {
    self = try json.elements().map { try Element(reading: $0, as: name) }
  }
}

/// A member whose value is one of a few words.
protocol EventWord: EventMember, RawRepresentable<String> {}

extension EventWord {
  init(reading json: JSONValue, as name: String) throws {
    let text = try json.string()
    guard let word = Self(rawValue: text) else { throw EventReadingError.unknownWord(text, in: name) }
    self = word
  }

  /// Writes the word.
  public func write(to writer: inout JSONWriter) { rawValue.write(to: &writer) }
}

extension RunState: EventWord {}
extension LogLevel: EventWord {}
extension ControlRequest: EventWord {}

extension FrequencyBin: EventMember {
  init(reading json: JSONValue, as name: String) throws {
    let text = try json.string()
    guard let bin = Self.allCases.first(where: { $0.name == text }) else {
      throw EventReadingError.unknownWord(text, in: name)
    }
    self = bin
  }

  /// Writes the bin's English name.
  public func write(to writer: inout JSONWriter) { name.write(to: &writer) }
}

/// What names the members of an object that is a dictionary.
protocol MemberName: Hashable, Comparable, Sendable {
  init?(memberName: String)
  var memberName: String { get }
}

extension MetricKey: MemberName {
  init?(memberName: String) { self.init(memberName) }
  var memberName: String { name }
}

/// A class's index.
extension Int: MemberName {
  init?(memberName: String) {
    guard let index = Int(memberName), PlausibleNumbers.counts.contains(index) else { return nil }
    self = index
  }
  var memberName: String { "\(self)" }
}
