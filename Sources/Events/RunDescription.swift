/// What a run is: known before its first step.
public struct RunDescription: Sendable, Equatable {
  /// The recipe's name.
  public let recipe: String
  /// The detector's name, as in recipes: `mask-rcnn-r50-fpn`.
  public let detector: String
  /// The classification loss's name, as in recipes: `ecm`.
  public let loss: String
  /// Where tensors live, and what that is: `cpu, AMD EPYC 9755, 25 GB`, `cuda:0, NVIDIA H100, 85 GB`.
  public let device: String
  /// The seed of everything random.
  public let seed: UInt64
  /// Images a step.
  public let batchSize: Int
  /// Steps of the whole run.
  public let totalSteps: Int
  /// Steps of one epoch.
  public let stepsPerEpoch: Int
  /// Steps between evaluations; 0 when only the end is evaluated.
  public let evaluationInterval: Int
  /// Steps already done when this process took over; 0 for a fresh run.
  public let resumedAt: Int
  /// The run folder.
  public let folder: String
  /// Every class, in index order.
  public let classes: [ClassDescription]
  /// ρ, background regions for each foreground one, as the demanded margins take it; nil where nobody says.
  public let backgroundToForeground: Double?

  /// A run of these facts.
  public init(
    recipe: String, detector: String, loss: String, device: String, seed: UInt64, batchSize: Int,
    totalSteps: Int, stepsPerEpoch: Int, evaluationInterval: Int, resumedAt: Int, folder: String,
    classes: [ClassDescription], backgroundToForeground: Double? = nil
  ) {
    self.recipe = recipe
    self.detector = detector
    self.loss = loss
    self.device = device
    self.seed = seed
    self.batchSize = batchSize
    self.totalSteps = totalSteps
    self.stepsPerEpoch = stepsPerEpoch
    self.evaluationInterval = evaluationInterval
    self.resumedAt = resumedAt
    self.folder = folder
    self.classes = classes
    self.backgroundToForeground = backgroundToForeground
  }
}

extension RunDescription {
  /// The description with the length estimated anew.
  public func planned(totalSteps: Int, evaluationInterval: Int) -> RunDescription {
    RunDescription(
      recipe: recipe, detector: detector, loss: loss, device: device, seed: seed, batchSize: batchSize,
      totalSteps: totalSteps, stepsPerEpoch: stepsPerEpoch, evaluationInterval: evaluationInterval,
      resumedAt: resumedAt, folder: folder, classes: classes,
      backgroundToForeground: backgroundToForeground)
  }
}

/// One class of a run with what is demanded of it.
public struct ClassDescription: Sendable, Equatable {
  /// The class's name.
  public let name: String
  /// Its frequency bin.
  public let bin: FrequencyBin
  /// Training images that show it.
  public let imageCount: Int
  /// Training instances of it.
  public let instanceCount: Int
  /// δ, the demanded margin in logits (see EffectiveMargins).
  public let demandedMargin: Double
  /// m, the ranking weight.
  public let rankingWeight: Double

  /// A class of these facts.
  public init(
    name: String, bin: FrequencyBin, imageCount: Int, instanceCount: Int, demandedMargin: Double,
    rankingWeight: Double
  ) {
    self.name = name
    self.bin = bin
    self.imageCount = imageCount
    self.instanceCount = instanceCount
    self.demandedMargin = demandedMargin
    self.rankingWeight = rankingWeight
  }
}

extension ClassDescription {
  /// A class of which only the name is known.
  /// - Parameter instances: its training instances, where a log lists them.
  public init(named name: String, instances: Int?) {
    self.init(
      name: name, bin: .rare, imageCount: -1, instanceCount: instances ?? -1, demandedMargin: .nan,
      rankingWeight: .nan)
  }

  /// Whether it is known how often it is trained on, and so its bin and what is demanded of it.
  public var isCounted: Bool { imageCount >= 0 }
}
