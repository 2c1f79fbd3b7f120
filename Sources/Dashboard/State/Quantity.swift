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

  /// 12:04:31.
  func seconds(_ time: Double) -> String {
    guard time.isFinite, abs(time) < 1e15 else { return "--:--:--" }
    let second = (Int(time.rounded(.down)) + secondsFromGMT) % 86_400
    let day = second < 0 ? second + 86_400 : second
    return [day / 3600, day / 60 % 60, day % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
