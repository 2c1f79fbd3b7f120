import Events

/// The parts of a name of average precision, as trainers write them: `lvis/bbox_APr`, `bbox_mAP_50`, `segm/AP-cat`,
/// `metrics/mAP50-95(B)`, `eval_map_small`, `HBBmAP@.5:.95`, `lvis_v1_val/bbox/APr`.
struct PrecisionName {
  let meaning: ScalarName.Meaning
  /// The set of images, where the name begins with one.
  let set: String?

  init?(_ original: String) {
    let (set, name) = Self.withoutSet(Self.withoutPrefixes(original[...]))
    self.set = set
    if let key = Self.ultralytics[String(name)] {
      meaning = .averagePrecision(MetricKey(key), percents: 100)
    } else if let key = Self.torchmetrics[String(name)] {
      meaning = .averagePrecision(MetricKey(key), percents: 100)
    } else if name.hasSuffix("_precision"), original.contains("coco/") || original.contains("lvis/") {
      let label = name.dropLast("_precision".count)
      meaning = .classAveragePrecision(String(label), .box, percents: 100)
    } else if let parsed = Self.byTask(name) ?? Self.byPattern(name) {
      meaning = parsed
    } else {
      return nil
    }
  }

  private static func withoutPrefixes(_ name: Substring) -> Substring {
    for prefix in [
      "val/", "test/", "eval/", "eval_", "val_", "test_", "lvis/", "coco/", "metrics/", "coco_eval_",
      "pascal_voc/",
    ] where name.hasPrefix(prefix) {
      return withoutPrefixes(name.dropFirst(prefix.count))
    }
    return name.hasPrefix("masks_") ? "segm_" + name.dropFirst("masks_".count) : name
  }

  /// detectron2 puts the set of images before the task where there are several; so does mmengine.
  private static func withoutSet(_ name: Substring) -> (set: String?, name: Substring) {
    for task in EvaluationTask.allCases {
      for separator in ["/", "_"] {
        guard let range = name.firstRange(of: "/" + task.rawValue + separator) else { continue }
        let rest = name[name.index(after: range.lowerBound)...]
        return (String(name[..<range.lowerBound]), withoutPrefixes(rest))
      }
    }
    return (nil, name)
  }

  /// `bbox_…` and `segm_…` are fractions (mmdetection), `bbox/…` and `segm/…` percents (detectron2).
  private static func byTask(_ name: Substring) -> ScalarName.Meaning? {
    for task in EvaluationTask.allCases where name.hasPrefix(task.rawValue) {
      let rest = name.dropFirst(task.rawValue.count)
      guard let separator = rest.first, separator == "/" || separator == "_" else { return nil }
      let percents: Double = separator == "/" ? 1 : 100
      let what = rest.dropFirst()
      if what.hasPrefix("AP-") {
        return .classAveragePrecision(String(what.dropFirst(3)), task, percents: percents)
      }
      guard let measure = measure(what) else { return nil }
      return .averagePrecision(MetricKey("\(task.rawValue)/\(measure)"), percents: percents)
    }
    return nil
  }

  /// `mAP_50` and `AP50` are AP50; nil where it is neither precision nor recall.
  private static func measure(_ name: Substring) -> String? {
    let plain = name.hasPrefix("m") ? name.dropFirst() : name
    guard plain.hasPrefix("AP") || plain.hasPrefix("AR") else { return nil }
    let rest = plain.dropFirst(2)
    let suffix = rest.hasPrefix("_") ? rest.dropFirst() : rest
    let isKnown = suffix.allSatisfy { $0.isNumber || "smlrcf@_".contains($0) }
    return isKnown ? String(plain.prefix(2) + suffix) : nil
  }

  /// Forks' names: `mAP_0.5:0.95`, `mAP@.5`, `HBBmAP.5:.95`, `mask_mAP50`; they are fractions.
  private static func byPattern(_ name: Substring) -> ScalarName.Meaning? {
    guard let match = name.wholeMatch(of: /([A-Za-z]*?)_?m(?:AP|ap)([@_.:\-0-9a-z]*)(\([BMP]\))?/) else {
      return nil
    }
    let prefix = match.1.lowercased()
    guard match.2.allSatisfy({ !$0.isLetter }) || torchmetrics["map" + match.2] != nil else { return nil }
    guard ["", "hbb", "obb", "bbox", "box", "mask", "seg", "segm"].contains(prefix) else { return nil }
    let isMask = prefix == "mask" || prefix.hasPrefix("seg") || match.3 == "(M)"
    let thresholds = match.2.split { !$0.isNumber }.map { $0.drop { $0 == "0" } }.filter { !$0.isEmpty }
    let suffix: Substring
    switch thresholds.count {
    case 0: suffix = ""
    case 1: suffix = thresholds[0] == "5" ? "50" : thresholds[0]
    default: suffix = ""
    }
    return .averagePrecision(MetricKey("\(isMask ? "segm" : "bbox")/AP\(suffix)"), percents: 100)
  }

  private static let ultralytics = [
    "mAP50-95(B)": "bbox/AP", "mAP50(B)": "bbox/AP50", "mAP50-95(M)": "segm/AP", "mAP50(M)": "segm/AP50",
    "mAP_0.5:0.95": "bbox/AP", "mAP_0.5": "bbox/AP50",
  ]

  private static let torchmetrics = [
    "map": "bbox/AP", "map_50": "bbox/AP50", "map_75": "bbox/AP75", "map_small": "bbox/APs",
    "map_medium": "bbox/APm", "map_large": "bbox/APl",
  ]
}
