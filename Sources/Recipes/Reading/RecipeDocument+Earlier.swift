extension RecipeDocument {
  /// Refuses a recipe of an earlier version in one sentence, which says all that it lacks for what it meant then.
  func refuseEarlierVersion() throws(RecipeError) {
    guard let batch = entries["input.batch"] else { return }
    let input = [
      ("micro_batch", batch.literal.text), ("repeat_rounding", "\"drawn\""),
      ("sampling", "\"repeat-factors\""),
    ].filter { entries["input." + $0.0] == nil }
    let name = entries["detector.name"].flatMap { String($0.literal) }
    guard !input.isEmpty || name != nil else { return }
    throw .earlierVersion(
      file: source, input: input.map(RecipeDocument.line), detector: name.map(RecipeDocument.detector) ?? [])
  }

  /// What a detector's name stood for: `mask-rcnn-r50-fpn`; its heads were torchvision's but for where regions are pooled.
  private static func detector(named name: String) -> [String] {
    let parts = name.split(separator: "-")
    let family = parts.prefix { $0.first != "r" || Int($0.dropFirst()) == nil }.joined(separator: "-")
    let depth = parts.compactMap { $0.first == "r" ? Int($0.dropFirst()) : nil }.first ?? 50
    return [
      ("family", "\"\(family)\""), ("backbone", "\"resnet-\(depth)\""), ("conventions", "\"torchvision\""),
      ("pooling_alignment", "\"half-pixel\""),
    ].map(line)
  }

  private static func line(_ key: String, _ value: String) -> String { "\(key) = \(value)" }
}
