import Glibc

/// How a quantity is written: at most four significant digits unless more are asked for.
public enum ValueFormat: Hashable, Sendable {
  /// A number of any size: 0.8421, 12.30, 1235, 12.35k, 8.421e-4.
  case number
  /// Something counted: 417, 4210, 41.8k.
  case count
  /// A fraction of one as percent: 21.4%.
  case percent
  /// A fraction of one in hundredths, as average precision is printed: 21.4.
  case averagePrecision
  /// Seconds: 230ms, 4.2s, 12m30s, 9h50m, 2d4h.
  case duration
  /// Bytes in steps of a thousand: 344 MB.
  case bytes

  /// The value in this format.
  public func string(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-inf" : "inf" }
    switch self {
    case .number: return Self.number(value, digits: digits)
    case .count: return Self.count(value, digits: digits)
    case .percent: return Self.decimal(value * 100, places: max(digits - 3, 0)) + "%"
    case .averagePrecision: return Self.decimal(value * 100, places: max(digits - 3, 0))
    case .duration: return Self.duration(value)
    case .bytes: return Self.bytes(value)
    }
  }

  /// A fixed number of digits after the point, as in a column.
  public static func decimal(_ value: Double, places: Int) -> String {
    let power = pow(10, Double(places))
    let scaled = (abs(value) * power).rounded()
    guard scaled < 1e18 else { return "\(value)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return places == 0 ? sign + padded : sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  private static func number(_ value: Double, digits: Int) -> String {
    guard value != 0 else { return "0" }
    let exponent = decimalExponent(value, digits: digits)
    if exponent < -2 {
      return decimal(value / pow(10, Double(exponent)), places: digits - 1) + "e\(exponent)"
    }
    if exponent < max(digits, 4) { return decimal(value, places: max(digits - 1 - max(exponent, -1), 0)) }
    return stepped(value, exponent: exponent, digits: digits)
  }

  private static func count(_ value: Double, digits: Int) -> String {
    guard abs(value) >= pow(10, Double(digits)) else { return decimal(value, places: 0) }
    return stepped(value, exponent: decimalExponent(value, digits: digits - 1), digits: digits - 1)
  }

  /// The value in thousands, millions, … with their letter.
  private static func stepped(_ value: Double, exponent: Int, digits: Int) -> String {
    let step = min(exponent / 3, suffixes.count - 1)
    let places = max(digits - 1 - (exponent - 3 * step), 0)
    return decimal(value / pow(1000, Double(step)), places: places) + suffixes[step]
  }

  static let suffixes = ["", "k", "M", "G", "T", "P"]

  /// The power of ten of the first digit once the value is rounded to so many digits.
  static func decimalExponent(_ value: Double, digits: Int) -> Int {
    let exponent = Int(log10(abs(value)).rounded(.down))
    let mantissa = (abs(value) / pow(10, Double(exponent - digits + 1))).rounded()
    return mantissa >= pow(10, Double(digits)) ? exponent + 1 : exponent
  }

  private static func duration(_ seconds: Double) -> String {
    let sign = seconds < 0 ? "-" : ""
    let seconds = abs(seconds)
    if seconds < 0.9995 { return seconds == 0 ? "0s" : sign + decimal(seconds * 1000, places: 0) + "ms" }
    if seconds < 9.95 { return sign + decimal(seconds, places: 1) + "s" }
    return sign + wholeDuration(seconds)
  }

  /// The two largest units of a time, the second only where it is not zero.
  static func wholeDuration(_ seconds: Double) -> String {
    let seconds = Int(min(seconds, 1e15).rounded())
    let units = [(86400, "d"), (3600, "h"), (60, "m"), (1, "s")]
    guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0s" }
    let (size, letter) = units[first]
    let head = "\(seconds / size)\(letter)"
    guard first + 1 < units.count else { return head }
    let rest = seconds % size / units[first + 1].0
    return rest == 0 ? head : head + "\(rest)\(units[first + 1].1)"
  }

  private static func bytes(_ value: Double) -> String {
    guard abs(value) >= 1000 else { return decimal(value, places: 0) + " B" }
    let exponent = decimalExponent(value, digits: 3)
    let step = min(exponent / 3, suffixes.count - 1)
    let places = max(2 - (exponent - 3 * step), 0)
    return decimal(value / pow(1000, Double(step)), places: min(places, 1)) + " "
      + suffixes[step] + "B"
  }
}
