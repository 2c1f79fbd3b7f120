import JSON

/// What numbers of a run may be: enough for any run, and small enough that no sum, product or date made of them leaves
/// what an integer holds.
enum PlausibleNumbers {
  /// Steps, images, instances, classes, bytes.
  static let counts = 0...1_000_000_000_000_000
  /// Seconds since 1970, seconds, epochs.
  static let times = -1e12...1e12

  /// A time, or a number of seconds or epochs; unknown where it is NaN.
  static func time(_ json: JSONValue, of name: String) throws -> Double {
    let value = try json.double()
    guard value.isNaN || times.contains(value) else {
      throw EventReadingError.outOfRange(json.source, in: name)
    }
    return value
  }
}
