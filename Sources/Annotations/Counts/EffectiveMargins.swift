import Foundation

/// Effective class margins (Cho & Krähenbühl, ECCV 2022, arXiv 2301.09724): what each class must attain.
///
/// Plain arithmetic on counts. All arrays have C + 1 entries, background last.
public struct EffectiveMargins: Sendable, Equatable {
  /// α_c = n_¬c / n_c, negatives for each positive.
  public let oddsAgainst: [Double]
  /// γ_c⁺ = n_¬c^¼ / (n_c^¼ + n_¬c^¼), the margin of positives.
  public let positiveMargins: [Double]
  /// γ_c⁻ = 1 − γ_c⁺, the margin of negatives.
  public let negativeMargins: [Double]
  /// δ_c = ¼ ln(n_¬c / n_c) = ln(γ⁺ / γ⁻), the margin demanded of a doubled logit.
  public let demanded: [Double]
  /// m_c = α_c ln((1 + α_c) / α_c), the AP lost when every negative outranks every positive.
  public let rankingWeights: [Double]
  /// Classes without a positive, taken as n_c = 1: their margins are otherwise undefined.
  public let unseenClasses: [Int]

  /// ρ as the authors measured it for Mask R-CNN on LVIS, and set it for every detector.
  public static let publishedBackgroundToForeground = 6.3313

  /// Margins of C classes with these positives and ρ background regions for each foreground one.
  public init(positives: [Int], backgroundToForeground ratio: Double) {
    precondition(ratio > 0, "the ratio of background to foreground must be positive, got \(ratio)")
    unseenClasses = positives.indices.filter { positives[$0] == 0 }
    let foreground = positives.map { Double(max($0, 1)) }
    let background = ratio * foreground.reduce(0, +)
    let counts = foreground + [background]
    let total = counts.reduce(0, +)
    oddsAgainst = counts.map { (total - $0) / $0 }
    demanded = oddsAgainst.map { 0.25 * log($0) }
    positiveMargins = demanded.map { 1 / (1 + exp(-$0)) }
    negativeMargins = demanded.map { 1 / (1 + exp($0)) }
    rankingWeights = oddsAgainst.map { $0 * log1p(1 / $0) }
  }
}
