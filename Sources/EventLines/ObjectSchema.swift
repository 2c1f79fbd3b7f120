import JSON

/// How a value is written as a JSON object and read from one: every member's name and place is spelled here once.
struct ObjectSchema<Value, each Member: Sendable>: Sendable {
  private let members: (repeat SchemaMember<Value, each Member>)
  private let make: @Sendable (repeat each Member) -> Value

  /// The members in their order, and what makes a value of them.
  init(
    _ make: @escaping @Sendable (repeat each Member) -> Value,
    _ members: repeat SchemaMember<Value, each Member>
  ) {
    self.make = make
    self.members = (repeat each members)
  }

  /// Writes the members into an object that is open.
  func write(_ value: Value, to writer: inout JSONWriter) {
    repeat (each members).write(value, to: &writer)
  }

  /// Reads them; members that are not of the schema are passed over.
  func read(_ json: JSONValue) throws -> Value {
    make(repeat try (each members).read(json))
  }
}

/// One member of an object: its name, where a value has it, and how it is written.
struct SchemaMember<Value, Member: Sendable>: Sendable {
  let name: String
  private let part: @Sendable (Value) -> Member
  private let writePart: @Sendable (Member, inout JSONWriter) -> Void
  private let readPart: @Sendable (JSONValue) throws -> Member
  private let readMissing: @Sendable () -> Member?

  private init(
    _ name: String, _ part: @escaping @Sendable (Value) -> Member,
    write: @escaping @Sendable (Member, inout JSONWriter) -> Void,
    read: @escaping @Sendable (JSONValue) throws -> Member,
    missing: @escaping @Sendable () -> Member? = { nil }
  ) {
    self.name = name
    self.part = part
    writePart = write
    readPart = read
    readMissing = missing
  }

  func write(_ value: Value, to writer: inout JSONWriter) { writePart(part(value), &writer) }

  func read(_ json: JSONValue) throws -> Member {
    if json[name] == nil, let value = readMissing() { return value }
    return try readPart(json.member(name))
  }
}

extension SchemaMember where Member: EventMember {
  /// A member that is one value.
  init(_ name: String, _ part: @escaping @Sendable (Value) -> Member) {
    self.init(
      name, part, write: { $1.member(name, $0) }, read: { try Member(reading: $0, as: name) })
  }
}

extension SchemaMember where Member == Double {
  /// A number that may be unknown: NaN here, null there.
  init(_ name: String, unknownIsNull part: @escaping @Sendable (Value) -> Double) {
    self.init(
      name, part, write: { $1.member(name, $0.isNaN ? nil : $0) },
      read: { $0.isNull ? .nan : try PlausibleNumbers.time($0, of: name) })
  }
}

extension SchemaMember {
  /// A member that older files and other runs lack: nil here, no member there.
  init<Wrapped: EventMember>(
    _ name: String, absentIsNil part: @escaping @Sendable (Value) -> Wrapped?
  ) where Member == Wrapped? {
    self.init(
      name, part, write: { value, writer in if let value { writer.member(name, value) } },
      read: { try Wrapped(reading: $0, as: name) }, missing: { .some(nil) })
  }
}

extension SchemaMember {
  /// A member that is a dictionary: an object whose keys are names.
  init<Key: MemberName, Element: EventMember>(
    _ name: String, _ part: @escaping @Sendable (Value) -> [Key: Element]
  ) where Member == [Key: Element] {
    self.init(name, part, write: { $1.dictionary(name, $0) }, read: { try $0.dictionary(of: name) })
  }
}

extension JSONWriter {
  fileprivate mutating func dictionary<Key: MemberName, Element: EventMember>(
    _ name: String, _ elements: [Key: Element]
  ) {
    object(name) { writer in
      for (key, element) in elements.sorted(by: { $0.key < $1.key }) {
        writer.member(key.memberName, element)
      }
    }
  }
}

extension JSONValue {
  fileprivate func dictionary<Key: MemberName, Element: EventMember>(of name: String) throws -> [Key: Element]
  {
    var elements: [Key: Element] = [:]
    for (text, value) in try members() {
      guard let key = Key(memberName: text) else { throw EventReadingError.unknownWord(text, in: name) }
      elements[key] = try Element(reading: value, as: text)
    }
    return elements
  }
}
