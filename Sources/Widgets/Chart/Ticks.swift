import Glibc

/// A place on an axis that has a number.
struct Tick: Hashable {
  let value: Double
  let label: String
}

/// Round places along an axis: 1, 2 or 5 times a power of ten, times of day for durations.
enum Ticks {
  /// At most so many ticks, in order.
  static func along(_ axis: Projection, _ format: ValueFormat, atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    let values = axis.scale == .linear ? linear(axis, format, count) : logarithmic(axis, format, count)
    let labels = TickLabels(values: values, format: format, isLogarithmic: axis.scale == .logarithmic)
    return values.map { Tick(value: $0, label: labels.label($0)) }
  }

  /// Round distances between at most so many ticks over a span, and wider ones.
  static func steps(span: Double, ticks: Int, format: ValueFormat) -> some Sequence<Double> {
    let first = roundStep(span / Double(max(ticks, 1)), format)
    return sequence(first: first) { roundStep($0 * 1.5, format) }.prefix(8)
  }

  private static func roundStep(_ least: Double, _ format: ValueFormat) -> Double {
    switch format {
    case .duration: durationStep(least)
    case .count: max(decimalCeiling(least), 1)
    default: decimalCeiling(least)
    }
  }

  /// The least of 1, 2, 5 × 10ⁿ not below a positive value.
  static func decimalCeiling(_ value: Double) -> Double {
    guard value > 0 else { return 1 }
    let exponent = log10(value).rounded(.down)
    let factor = [1, 2, 5].first { $0 * pow(10, exponent) >= value * (1 - 1e-9) }
    return factor.map { scaled($0, exponent) } ?? scaled(1, exponent + 1)
  }

  /// Divides for small powers, so that 2 × 10⁻¹ is 0.2 and not 0.2 and a bit.
  private static func scaled(_ factor: Double, _ exponent: Double) -> Double {
    exponent < 0 ? factor / pow(10, -exponent) : factor * pow(10, exponent)
  }

  private static func durationStep(_ least: Double) -> Double {
    guard least > 0.5 else { return decimalCeiling(least) }
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    ]
    return steps.first { $0 >= least * (1 - 1e-9) } ?? decimalCeiling(least / 86400) * 86400
  }

  private static func linear(_ axis: Projection, _ format: ValueFormat, _ count: Int) -> [Double] {
    let steps = steps(span: axis.upper - axis.lower, ticks: count, format: format)
    return steps.lazy.map { multiples(of: $0, in: axis) }.first { $0.count <= count } ?? []
  }

  private static func multiples(of step: Double, in axis: Projection) -> [Double] {
    let first = (axis.lower / step - 1e-6).rounded(.up)
    let last = (axis.upper / step + 1e-6).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    let inverse = 1 / step
    return stride(from: first, through: last, by: 1).map { step < 1 ? $0 / inverse.rounded() : $0 * step }
  }

  /// The densest of 1-2-5, 1-3 and whole decades that still fits; equal steps where there is less than a decade.
  private static func logarithmic(_ axis: Projection, _ format: ValueFormat, _ count: Int) -> [Double] {
    let candidates = [[1.0, 2, 5], [1, 3], [1]].map { factors(of: $0, in: axis) }
    if let values = candidates.first(where: { $0.count <= count }), values.count > 1 { return values }
    if axis.upper - axis.lower < 1 {
      let range = Projection(axis.unspread(axis.lower)...axis.unspread(axis.upper), .linear)
      return linear(range, format, count).filter { $0 > 0 }
    }
    let decades = candidates[2]
    let stride = max((decades.count + count - 1) / count, 1)
    return decades.filter { Int(log10($0).rounded()) % stride == 0 }
  }

  private static func factors(of factors: [Double], in axis: Projection) -> [Double] {
    let decades = Int(axis.lower.rounded(.down))...Int(axis.upper.rounded(.up))
    return decades.flatMap { decade in factors.map { scaled($0, Double(decade)) } }
      .filter { (axis.lower - 1e-9...axis.upper + 1e-9).contains(log10($0)) }
  }
}

/// How the numbers of one axis are written: alike, so that they line up on the decimal point.
struct TickLabels {
  private let format: ValueFormat
  private let step: Double
  private let greatest: Double
  /// Whether the values are too far apart to line up.
  private let isScattered: Bool

  init(values: [Double], format: ValueFormat, isLogarithmic: Bool) {
    self.format = format
    let factor = format == .percent || format == .averagePrecision ? 100.0 : 1
    greatest = factor * (values.map(abs).max() ?? 0)
    step = factor * (zip(values.dropFirst(), values).map { $0 - $1 }.min() ?? values.first.map(abs) ?? 1)
    isScattered = isLogarithmic && (Self.places(step) > 2 || greatest >= 1e4)
  }

  func label(_ value: Double) -> String {
    if isScattered { return alone(value) }
    switch format {
    case .duration where step >= 1:
      return (value < 0 ? "-" : "") + ValueFormat.wholeDuration(abs(value))
    case .duration: return plain(value) + "s"
    case .percent: return plain(value * 100) + "%"
    case .averagePrecision: return plain(value * 100)
    case .number where greatest > 0 && (greatest < 0.01 || step < 1e-4): return scientific(value)
    case .bytes where greatest >= 1000: return stepped(value, unit: " ", suffix: "B")
    case .number, .count: return greatest >= 1e4 ? stepped(value) : plain(value)
    case .bytes: return plain(value) + " B"
    }
  }

  /// A power of ten, or a small multiple of one, as briefly as it can be written.
  private func alone(_ value: Double) -> String {
    guard format != .duration, format != .bytes else { return format.string(value) }
    return TickLabels(values: [value], format: format, isLogarithmic: false).label(value)
  }

  private func plain(_ value: Double) -> String {
    ValueFormat.decimal(value, places: Self.places(step))
  }

  private func scientific(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let exponent = log10(greatest).rounded(.down)
    let places = max(Int(exponent - (log10(step) + 1e-9).rounded(.down)), 0)
    return ValueFormat.decimal(value / pow(10, exponent), places: places) + "e\(Int(exponent))"
  }

  private func stepped(_ value: Double, unit: String = "", suffix: String = "") -> String {
    guard value != 0 else { return "0" }
    let whole = greatest < 1e6 ? 1 : Int((log10(step) + 1) / 3)
    let index = min(max(whole, 1), ValueFormat.suffixes.count - 1)
    let divisor = pow(1000, Double(index))
    let places = Self.places(step / divisor)
    return ValueFormat.decimal(value / divisor, places: places) + unit + ValueFormat.suffixes[index] + suffix
  }

  private static func places(_ step: Double) -> Int {
    step > 0 ? max(-Int((log10(step) + 1e-9).rounded(.down)), 0) : 0
  }
}
