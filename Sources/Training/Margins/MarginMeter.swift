import Detection
import Events
import Torch

/// Measures, on the regions that training looks at anyway, the margin each class attains: how far 2 f of its positives
/// lies above 2 f of its negatives.
struct MarginMeter {
  private let classCount: Int
  /// Sums of a class's logit over all regions and over its positives.
  private var sums: [Double]
  private var positiveSums: [Double]
  private var positiveLogits: [Int: [Float]] = [:]
  private var regionCount = 0

  init(classCount: Int) {
    self.classCount = classCount
    sums = Array(repeating: 0, count: classCount)
    positiveSums = sums
  }

  /// Takes in the regions of a step.
  mutating func add(_ pass: TrainingPass) throws {
    guard !pass.regionLabels.isEmpty else { return }
    let logits = pass.regionLogits
    let (columns, own) = try withTorchErrors {
      let classes = logits.size(1)
      let labels = Tensor(pass.regionLabels.map { min($0, classes - 1) }, device: logits.device)
      let own = logits.gather(1, labels.unsqueeze(1)).squeeze(1)
      // One copy for both.
      let figures = Tensor.concatenate([logits.sum(dim: 0), own]).array(of: Float.self)
      return (figures.prefix(classes).map(Double.init), figures.dropFirst(classes))
    }
    regionCount += pass.regionLabels.count
    for index in 0..<classCount { sums[index] += columns[index] }
    for (label, logit) in zip(pass.regionLabels, own) where label < classCount {
      positiveSums[label] += Double(logit)
      positiveLogits[label, default: []].append(logit)
    }
  }

  /// Takes in what all ranks have measured.
  mutating func join(_ ranks: Ranks) throws {
    guard ranks.count > 1 else { return }
    let all = try ranks.gather(numbers)
    self = MarginMeter(classCount: classCount)
    for numbers in all { add(numbers) }
  }

  /// Regions, sums of C classes, sums of their positives, then label and logit of each positive.
  private var numbers: [Double] {
    let logits = positiveLogits.sorted { $0.key < $1.key }.flatMap { label, logits in
      logits.flatMap { [Double(label), Double($0)] }
    }
    return [Double(regionCount)] + sums + positiveSums + logits
  }

  private mutating func add(_ numbers: [Double]) {
    regionCount += Int(numbers[0])
    for index in 0..<classCount {
      sums[index] += numbers[1 + index]
      positiveSums[index] += numbers[1 + classCount + index]
    }
    for place in stride(from: 1 + 2 * classCount, to: numbers.count, by: 2) {
      positiveLogits[Int(numbers[place]), default: []].append(Float(numbers[place + 1]))
    }
  }

  /// The margins of the classes seen since the last call.
  mutating func take() -> [Int: AttainedMargin] {
    defer { self = MarginMeter(classCount: classCount) }
    return positiveLogits.reduce(into: [:]) { margins, entry in
      let negatives = regionCount - entry.value.count
      guard negatives > 0 else { return }
      margins[entry.key] = margin(of: entry.key, logits: entry.value.sorted(), negatives: negatives)
    }
  }

  private func margin(of index: Int, logits: [Float], negatives: Int) -> AttainedMargin {
    let negativeMean = (sums[index] - positiveSums[index]) / Double(negatives)
    let positiveMean = positiveSums[index] / Double(logits.count)
    return AttainedMargin(
      mean: 2 * (positiveMean - negativeMean),
      fifthPercentile: 2 * (Double(logits[(logits.count - 1) / 20]) - negativeMean), positives: logits.count)
  }
}
