import Annotations

extension FileEvaluation {
  /// What the user should know about the files and the numbers, a sentence each.
  public var notes: [String] {
    let found =
      truths.skipped.sentences.map { "\(truths.path): left out, as the benchmark's own tool does: \($0)." }
      + truths.remarks.only(matters).sentences.map { "\(truths.path): \($0)." }
      + detections.remarks.sentences.map { "\(detections.path): \($0)." }
    return found + hints + [nothingToFind, zeroID].compactMap(\.self)
  }

  /// Whether a remark has to do with the numbers of this evaluation.
  private func matters(_ remark: AnnotationRemark) -> Bool {
    switch (remark, results.rules) {
    case (.noMask, _), (.unnamedCategory, _), (.unknownFrequency, .coco): false
    default: true
    }
  }

  /// Guesses, which change no number.
  private var hints: [String] {
    [(truths.path, BoxPattern(of: truths.dataset).hint), (detections.path, detections.boxHint)].compactMap {
      path, hint in
      hint.map { "\(path): \($0.rawValue). The numbers take them as they are." }
    }
  }

  private var nothingToFind: String? {
    let instances = truths.dataset.instances
    switch results.rules {
    case .coco where instances.allSatisfy(\.isCrowd):
      return "\(truths.path): all \(instances.count) objects are crowds: there is nothing to find."
    case .lvis where instances.allSatisfy { $0.isIgnored || $0.area <= 0 }:
      return
        "\(truths.path): all \(instances.count) objects are ignored or of no area: there is nothing to find."
    case .coco, .lvis, .lvisFixed: return nil
    }
  }

  private var zeroID: String? {
    corrected.map { corrected in
      "\(truths.path): an annotation has id 0, which the benchmark's own tool takes for none, so that what finds it is "
        + "wrong: AP \(Self.text(results.averagePrecision())) as it counts, "
        + "\(Self.text(corrected.averagePrecision())) with it found (--corrected)."
    }
  }

  private static func text(_ value: Double?) -> String {
    value.map { "\(($0 * 1e4).rounded() / 1e4)" } ?? "-"
  }
}
