import Annotations
import Foundation

extension DataCheck {
  /// The check as lines to read.
  var page: [String] {
    [
      overview, bins, plot, sizes, maskLines, left, otherwise, hints, pictureLines, differenceLines, recipe,
      verdict,
    ]
    .filter { !$0.isEmpty }.joined(separator: [""]).map { $0 }
  }

  private var dataset: Dataset { file.dataset }

  private var overview: [String] {
    let perImage = Double(dataset.instances.count) / Double(max(dataset.images.count, 1))
    let empty = dataset.instanceRanges.count(where: \.isEmpty)
    return [
      file.path,
      "\(dataset.images.count) images, \(dataset.categories.count) classes, \(dataset.instances.count) objects: "
        + String(format: "%.1f", perImage) + " an image, \(empty) images without any",
      "\(trainableCount) objects to learn from; crowds \(dataset.instances.count(where: \.isCrowd)), "
        + "ignored by LVIS's rules \(dataset.instances.count(where: \.isIgnored))",
    ]
  }

  private var bins: [String] {
    let counts = Frequency.allCases.map { bin in dataset.categories.count { $0.frequency == bin } }
    let unseen = frequencies.instanceCounts.count { $0 == 0 }
    return [
      "classes: rare \(counts[0]), common \(counts[1]), frequent \(counts[2]); without any object \(unseen)"
    ]
  }

  /// Classes by the logarithm of their objects, half a decade a line.
  private var plot: [String] {
    let classCounts = Dictionary(grouping: frequencies.instanceCounts.filter { $0 > 0 }, by: Self.halfDecade)
      .mapValues(\.count)
    guard let last = classCounts.keys.max(), let most = classCounts.values.max() else { return [] }
    return ["objects a class, log scale"]
      + (0...last).map { step in
        let (first, end) = (Self.least(step), Self.least(step + 1) - 1)
        let count = classCounts[step] ?? 0
        let range = "\(first)-\(end)"
        let blank = String(repeating: " ", count: max(0, 16 - range.count))
        return blank + range + " |" + String(repeating: "#", count: (40 * count + most - 1) / most)
          + " \(count)"
      }
  }

  /// The least number of objects that a step of half a decade begins with: 1, 4, 10, 32, 100, …
  private static func least(_ step: Int) -> Int { Int(pow(10, Double(step) / 2).rounded(.up)) }

  private static func halfDecade(_ count: Int) -> Int {
    var step = 0
    while least(step + 1) <= count { step += 1 }
    return step
  }

  private var sizes: [String] {
    let areas = dataset.instances.map(\.area)
    let (small, large) = (areas.count { $0 < 1024 }, areas.count { $0 > 9216 })
    return [
      "objects: small \(small), medium \(areas.count - small - large), large \(large) (areas to 32², to 96², beyond)"
    ]
  }

  private var maskLines: [String] {
    var lines = ["masks: \(dataset.instances.count - masks.missingCount), missing \(masks.missingCount)"]
    if !masks.unreadable.isEmpty {
      lines += ["\(masks.unreadable.count) masks cannot be read; their objects are left out of masks:"]
      lines += masks.unreadable.prefix(3).map { "  " + $0 }
    }
    return lines
  }

  private var left: [String] { lines("left out of training", file.skipped) }

  private var otherwise: [String] { lines("taken, but not as written", file.remarks) }

  private func lines<Kind>(_ title: String, _ findings: Findings<Kind>) -> [String] {
    guard !findings.isEmpty else { return [] }
    return [title + ":"]
      + Kind.allCases.flatMap { kind in
        findings.entries[kind].map { entry in
          ["  \(entry.count) × \(kind.rawValue)"] + entry.examples.map { "    \($0)" }
        } ?? []
      }
  }

  private var hints: [String] { boxHint.map { ["hint: \($0.rawValue)"] } ?? [] }

  private var pictureLines: [String] {
    guard let pictures else { return [] }
    var lines = [
      "pictures: \(pictures.usableCount) of \(dataset.images.count) can be used, \(pictures.turnedCount) of them "
        + "turned by their EXIF orientation"
    ]
    for (title, found) in [
      ("cannot be used", pictures.unusable), ("fit their annotations only as stored", pictures.fitsAsStored),
      ("are missing", pictures.missing),
    ] where !found.isEmpty {
      lines += ["\(found.count) \(title):"] + found.map { "  " + $0 }
    }
    if let shared = pictures.sharedFile {
      lines.append(
        "\"\(shared.first)\" and \"\(shared.second)\" are taken from one file: is the folder right?")
    }
    return lines
  }

  private var differenceLines: [String] {
    guard let difference else { return [] }
    let other = otherPath ?? ""
    if difference.isEmpty { return ["classes: the same as in \(other)"] }
    func list(_ title: String, _ classes: [String]) -> [String] {
      classes.isEmpty ? [] : ["\(classes.count) classes \(title):"] + classes.map { "  " + $0 }
    }
    return list("that \(other) lacks", difference.onlyInFirst.map { "\($0.id) \($0.name)" })
      + list("that only \(other) has", difference.onlyInSecond.map { "\($0.id) \($0.name)" })
      + list(
        "with another name in \(other)",
        difference.renamed.map { "\($0.id): \($0.first), there \($0.second)" })
  }

  private var recipe: [String] {
    ["a recipe should say:"] + settings.map { "  \($0.key) = \($0.value)" }
  }

  private var verdict: [String] {
    isTrainable ? ["training would work"] : ["training would not work:"] + obstacles.map { "  " + $0 }
  }
}

extension DataCheck {
  /// What a recipe for the data set should set.
  var settings: [(key: String, value: String)] {
    var settings = [("data.train_annotations", "\"\(file.path)\"")]
    if masks.missingCount == dataset.instances.count {
      settings.append(("detector.family", "\"faster-rcnn\""))
    } else if masks.missingCount > 0 {
      settings.append(("data.without_mask", "\"box-only\""))
    }
    settings.append(("input.repeat_threshold", isLongTailed ? "0.001" : "0.0"))
    return settings.map { (key: $0.0, value: $0.1) }
  }

  /// Whether a tenth of the classes is seen in less than a thousandth of the images.
  private var isLongTailed: Bool {
    let threshold = Double(dataset.images.count) / 1000
    return 10 * frequencies.imageCounts.count { Double($0) < threshold } >= dataset.categories.count
  }
}
