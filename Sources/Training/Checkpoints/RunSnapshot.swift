import Detection
import Events
import Foundation
import Torch

/// All that decides how a run goes on, as a file that `torch.load(weights_only=True)` reads.
///
/// No randomness needs keeping: the order of images and their augmentation follow from seed and position, what a step draws
/// from seed and step, and torch's own generator draws only the initial weights.
struct RunSnapshot {
  /// Steps done.
  let step: Int
  /// Seconds worked.
  let seconds: Double
  /// The batch that comes next.
  let position: BatchPosition
  /// Results of the last evaluation.
  let results: [MetricKey: Double]
  /// Regions trained on so far.
  let regions: RegionCount
  private let content: CheckpointValue

  /// The present state of a run.
  init(
    _ learner: Learner, progress: Progress, position: BatchPosition, results: [MetricKey: Double],
    regions: RegionCount, recipe: String
  ) {
    step = progress.step
    self.position = position
    seconds = progress.seconds
    self.results = results
    self.regions = regions
    let numbers = results.sorted { $0.key < $1.key }.map { ($0.key.name, CheckpointValue.number($0.value)) }
    content = .dictionary(named: [
      ("step", .integer(progress.step)),
      ("epoch", .number(progress.epoch)),
      ("seconds", .number(progress.seconds)),
      (
        "data",
        .dictionary(named: [("epoch", .integer(position.epoch)), ("batch", .integer(position.batch))])
      ),
      ("recipe", .string(recipe)),
      ("results", .dictionary(named: numbers)),
      (
        "regions",
        .dictionary(named: [
          ("foreground", .integer(regions.foreground)), ("background", .integer(regions.background)),
        ])
      ),
      ("model", .stateDictionary(learner.model.parameters + learner.model.buffers)),
      ("optimizer", .stateDictionary(learner.optimizer.state)),
      ("loss", .stateDictionary(learner.model.lossState)),
    ])
  }

  /// The state in a file.
  init(contentsOf path: String) throws {
    content = try CheckpointValue.read(from: URL(fileURLWithPath: path))
    guard let step = content["step"]?.asInteger, let seconds = content["seconds"]?.asNumber,
      let epoch = content["data"]?["epoch"]?.asInteger, let batch = content["data"]?["batch"]?.asInteger
    else { throw TrainingError.otherCheckpoint(file: path, reason: "it does not say where the run was") }
    let foreground = content["regions"]?["foreground"]?.asInteger ?? 0
    let background = content["regions"]?["background"]?.asInteger ?? 0
    try Self.check(
      path,
      counts: [
        ("step", step), ("epoch", epoch), ("batch", batch), ("foreground", foreground),
        ("background", background),
      ], seconds: seconds)
    self.step = step
    position = BatchPosition(epoch: epoch, batch: batch)
    self.seconds = seconds
    results = content["results"]?.metrics ?? [:]
    regions = RegionCount(foreground: foreground, background: background)
  }

  /// What a run may have come to: numbers beyond would overflow what is counted on from them.
  private static let counts = 0...1_000_000_000_000_000
  private static let durations = 0...1e12

  private static func check(_ path: String, counts: [(name: String, value: Int)], seconds: Double) throws {
    for (name, value) in counts where !Self.counts.contains(value) {
      throw TrainingError.otherCheckpoint(file: path, reason: "its \(name) is \(value), where no run gets")
    }
    guard durations.contains(seconds) else {
      throw TrainingError.otherCheckpoint(
        file: path, reason: "its seconds are \(seconds), which no run takes")
    }
  }

  /// Writes the file.
  func write(to path: String) throws { try content.write(to: URL(fileURLWithPath: path)) }

  /// Puts a learner into this state.
  func restore(_ learner: Learner) throws {
    try learner.model.load(Dictionary(tensors("model")) { $1 }, layout: .backgroundLast)
    try learner.model.restoreLossState(tensors("loss"))
    let momenta = Dictionary(tensors("optimizer")) { $1 }
    for (name, tensor) in learner.optimizer.state {
      guard let source = momenta[name] else { throw WeightsError.missing([name]) }
      try withTorchErrors { tensor.copy_(from: source) }
    }
    guard try learner.isWhole() else { throw TrainingError.spoiltWeights(step: step) }
  }

  private func tensors(_ name: String) -> [NamedTensor] { content[name]?.tensors ?? [] }
}

extension CheckpointValue {
  fileprivate var metrics: [MetricKey: Double] {
    guard case .dictionary(let entries) = self else { return [:] }
    return entries.reduce(into: [:]) { metrics, entry in
      if let name = entry.key.asString { metrics[MetricKey(name)] = entry.value.asNumber }
    }
  }
}
