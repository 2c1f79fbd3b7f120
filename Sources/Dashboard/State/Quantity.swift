import Widgets

/// Numbers as the screen writes them, beyond what a chart's axis needs.
extension Double {
  /// With so many decimals: 26.4.
  func fixed(_ places: Int) -> String {
    isFinite ? ValueFormat.decimal(self, places: places) : ValueFormat.number.string(self)
  }

  /// With a sign: +1.2, -0.4; what rounds to nothing is ±0.0.
  func signed(_ places: Int) -> String {
    guard isFinite else { return fixed(places) }
    let text = magnitude.fixed(places)
    let isNothing = text.allSatisfy { $0 == "0" || $0 == "." }
    return (isNothing ? "±" : self < 0 ? "-" : "+") + text
  }

  /// In at most four significant digits: 0.8421, 26.40, 1.200e-5.
  var compact: String { ValueFormat.number.string(self) }

  /// Something counted: 4210, 41.8k.
  var count: String { ValueFormat.count.string(self) }

  /// Seconds as 0.3s, 40s, 6m20s, 9h50m.
  var duration: String { ValueFormat.duration.string(self) }

  /// Seconds ahead, no finer than an estimate is: 40s, 6m20s, 9h50m.
  var estimate: String { (self < 100 ? rounded() : (self / 10).rounded() * 10).duration }
}

extension Int {
  /// Bytes as 344 MB.
  var byteCount: String { ValueFormat.bytes.string(Double(self)) }
}

/// Writes seconds since 1970 as the time of day where the user is.
struct WallClock: Sendable, Equatable {
  let secondsFromGMT: Int

  /// 12:04.
  func minutes(_ time: Double) -> String { String(seconds(time).prefix(5)) }

  /// 12:04 for what is less than a day ago, else the date: 22 Nov 2026.
  func moment(_ time: Double, now: Double) -> String {
    abs(now - time) < 86_400 ? minutes(time) : date(time)
  }

  /// 22 Nov 2026, by Howard Hinnant's civil_from_days.
  func date(_ time: Double) -> String {
    guard time.isFinite, abs(time) < 1e11 else { return "–" }
    let days = Int(((time + Double(secondsFromGMT)) / 86_400).rounded(.down)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
    return "\(dayOfYear - (153 * month + 2) / 5 + 1) \(Self.months[month]) \(year)"
  }

  /// From March, as the calculation goes.
  private static let months = [
    "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb",
  ]

  /// 12:04:31.
  func seconds(_ time: Double) -> String {
    guard time.isFinite, abs(time) < 1e15 else { return "--:--:--" }
    let second = (Int(time.rounded(.down)) + secondsFromGMT) % 86_400
    let day = second < 0 ? second + 86_400 : second
    return [day / 3600, day / 60 % 60, day % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
