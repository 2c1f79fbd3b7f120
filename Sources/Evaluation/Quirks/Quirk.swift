import Annotations

/// Something odd about how a benchmark's own tool counts: what it does, and ours as it does.
public struct Quirk: Sendable {
  /// What it is about.
  public let subject: String
  /// Whose tool does it.
  public let tools: String
  /// What the tool does, and ours.
  public let counted: String
  /// What `--corrected` does instead.
  public let corrected: String
  /// A sentence where it changes the numbers of an evaluation; nil where it does not, or always does and everyone knows it.
  let note: @Sendable (FileEvaluation) -> String?

  /// Every one known.
  public static let all = [
    annotationZero, boxAreas, tiedScores, ignored, crowdsOfLVIS, crowds, noArea, equalOverlaps, sizeRanges,
    recalls,
    tensorFlowTies, groups,
  ]
}

// MARK: - Those that say it where they change numbers

extension Quirk {
  private static let annotationZero = Quirk(
    subject: "annotation id 0", tools: "pycocotools, lvis",
    counted: "a match is kept as the truth's id, and 0 means none: what finds it is a false positive",
    corrected: "it is found as any other"
  ) { evaluation in
    evaluation.corrected.map { corrected in
      "\(evaluation.truths.path): an annotation has id 0, which the benchmark's own tool takes for none, so that what finds it is "
        + "wrong: AP \(text(evaluation.results.averagePrecision())) as it counts, "
        + "\(text(corrected.averagePrecision())) with it found (--corrected)."
    }
  }

  private static let boxAreas = Quirk(
    subject: "masks beside boxes", tools: "pycocotools, lvis",
    counted: "where the first detection has a box, a mask is small, medium or large by its box",
    corrected: "by its own pixels"
  ) { evaluation in
    let count = evaluation.detections.otherSizes
    return count == 0
      ? nil
      : "\(count) masks are of another size (small, medium, large) than their boxes, by which the benchmark's own tool "
        + "counts them: APs, APm and APl follow the boxes (--corrected: the masks)."
  }

  private static let tiedScores = Quirk(
    subject: "equal scores", tools: "pycocotools, lvis",
    counted: "detections of one score rank by image id, then as in the file: AP depends on that order",
    corrected: "the same: no order is the right one"
  ) { evaluation in
    let (tied, count) = evaluation.results.tiedDetections
    guard count > 0, 10 * tied >= count else { return nil }
    let (least, most) = evaluation.evaluation.precisionsByTies
    return "\(tied) of \(count) detections share their score with another of their class: AP is "
      + "\(text(evaluation.results.averagePrecision())) as images are ordered, and could be from \(text(least)) to \(text(most))."
  }

  private static let ignored = Quirk(
    subject: "\"ignore\": 1", tools: "pycocotools",
    counted: "iscrowd is written over it: the truth has to be found; lvis ignores the truth",
    corrected: "the same: write \"iscrowd\": 1 where a truth is to be ignored"
  ) { evaluation in
    guard case .coco = evaluation.results.rules else { return nil }
    let count = evaluation.truths.dataset.instances.count { $0.isIgnored && !$0.isCrowd }
    return count == 0
      ? nil
      : "\(evaluation.truths.path): \(count) annotations have \"ignore\": 1, which pycocotools overwrites: they have to be found."
  }

  private static let crowdsOfLVIS = Quirk(
    subject: "iscrowd by LVIS's rules", tools: "lvis",
    counted: "it is not looked at: a crowd is a truth like any other", corrected: "the same"
  ) { evaluation in
    guard case .lvis = evaluation.results.rules else { return nil }
    let count = evaluation.truths.dataset.instances.count(where: \.isCrowd)
    return count == 0
      ? nil
      : "\(evaluation.truths.path): \(count) crowds are truths like any other by LVIS's rules (COCO's: --style coco)."
  }

  private static let noArea = Quirk(
    subject: "no area", tools: "lvis",
    counted: "truths and detections whose area is 0 are left out; pycocotools takes them",
    corrected: "the same"
  ) { evaluation in
    guard case .lvis = evaluation.results.rules else { return nil }
    let count = evaluation.truths.dataset.instances.count { $0.area <= 0 }
    return count == 0
      ? nil
      : "\(evaluation.truths.path): \(count) annotations have no area and are left out, as the lvis package does."
  }

  private static func text(_ value: Double?) -> String {
    value.map { "\(($0 * 1e4).rounded() / 1e4)" } ?? "-"
  }
}

// MARK: - Those that everyone's numbers have

extension Quirk {
  private init(subject: String, tools: String, counted: String) {
    self.init(subject: subject, tools: tools, counted: counted, corrected: "the same") { _ in nil }
  }

  private static let crowds = Quirk(
    subject: "crowds", tools: "pycocotools",
    counted:
      "any number of detections may find one, each overlapping by the share of it that lies in the crowd: none is right or wrong"
  )

  private static let equalOverlaps = Quirk(
    subject: "equal overlaps", tools: "pycocotools, lvis",
    counted: "of truths that a detection overlaps as much it takes the last in the file")

  private static let sizeRanges = Quirk(
    subject: "size ranges", tools: "pycocotools, lvis",
    counted:
      "of boxes too a truth's size is its \"area\", the mask's; 32² and 96² belong to both ranges that they part"
  )

  private static let recalls = Quirk(
    subject: "the 101 recalls", tools: "pycocotools, lvis",
    counted:
      "ten of them (.35, .41, .47, .57, .69, .70, .82, .83, .94, .95) lie a rounding above: a recall of just .7 does not reach .70"
  )

  private static let tensorFlowTies = Quirk(
    subject: "equal scores", tools: "TensorFlow's Open Images evaluator",
    counted: "an ascending order is turned round: of one score the last detection ranks first")

  private static let groups = Quirk(
    subject: "group-of boxes", tools: "TensorFlow's Open Images evaluator",
    counted: "detections inside one count once, by the best of them (Challenge), or for nothing (V2)")
}
