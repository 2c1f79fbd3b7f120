import Annotations

extension FileEvaluation {
  /// What the user should know about the files and the numbers, a sentence each.
  public var notes: [String] {
    let found =
      truths.skipped.sentences.map { "\(truths.path): left out, as the benchmark's own tool does: \($0)." }
      + truths.remarks.only(matters).sentences.map { "\(truths.path): \($0)." }
      + detections.parts.flatMap { part in part.remarks.sentences.map { "\(part.path): \($0)." } }
    return found + hints + [nothingToFind, sharedImages].compactMap(\.self)
      + Quirk.all.compactMap { $0.note(self) }
  }

  private var sharedImages: String? {
    guard detections.sharedImages > 0 else { return nil }
    return
      "\(detections.sharedImages) images have detections in more than one part: all of them count. Where a sampler "
      + "filled up the ranks with images that others had, these count twice."
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
    let files =
      [(truths.path, BoxPattern(of: truths.dataset).hint)] + detections.parts.map { ($0.path, $0.boxHint) }
    return files.compactMap { path, hint in
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
}
