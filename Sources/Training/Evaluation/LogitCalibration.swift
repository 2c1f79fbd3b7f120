import Foundation

/// How the class logits of a trained detector are shifted by how often classes occur, at each of some strengths.
public struct LogitCalibration: Sendable {
  /// What is subtracted from the logit of class c, n_c training images showing it.
  public enum Method: String, Sendable, CaseIterable {
    /// γ ln n_c: p_c ∝ e^{f_c} / n_c^γ, the background as it is (NorCal; Pan et al., NeurIPS 2021, arXiv 2107.02170).
    case norcal
    /// τ ln π_c with π_c = n_c / Σ n (logit adjustment; Menon et al., ICLR 2021, arXiv 2007.07314).
    case logitAdjustment = "logit-adjustment"
  }

  /// The method.
  public let method: Method
  /// γ or τ, one after the other.
  public let strengths: [Double]

  /// A calibration at these strengths.
  public init(method: Method, strengths: [Double]) {
    self.method = method
    self.strengths = strengths
  }

  /// What is added to the logits of the classes at each strength. A class without images counts as one of a single image.
  func shifts(imageCounts: [Int]) -> [[Double]] {
    let counts = imageCounts.map { Double(max($0, 1)) }
    let total = counts.reduce(0, +)
    return strengths.map { strength in
      switch method {
      case .norcal: counts.map { -strength * log($0) }
      case .logitAdjustment: counts.map { -strength * log($0 / total) }
      }
    }
  }
}
