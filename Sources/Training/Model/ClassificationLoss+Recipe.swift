import Losses
import Recipes
import Torch

extension Recipe.Loss {
  /// The loss itself. Called on the training queue, as it holds tensors.
  ///
  /// - Parameters:
  ///   - featureShape: of a pooled region, channels first.
  ///   - device: where the logits are.
  func classificationLoss(_ data: RunData, featureShape: [Int], device: Device) -> any ClassificationLoss {
    let classCount = data.categories.count
    let (images, instances) = (data.frequencies.imageCounts, data.frequencies.instanceCounts)
    switch self {
    case .effectiveClassMargin: return EffectiveClassMarginLoss(margins: data.margins, device: device)
    case .softmaxCrossEntropy: return SoftmaxCrossEntropy(classCount: classCount)
    case .sigmoidCrossEntropy(let prior): return SigmoidCrossEntropy(classCount: classCount, prior: prior)
    case .federated(let prior, let setSize, let power):
      return FederatedLoss(imageCounts: images, power: power, setSize: setSize, prior: prior)
    case .equalization(let rareBelow):
      let imageCount = data.train.dataset.images.count
      return EqualizationLoss(
        imageFrequencies: images.map { Double($0) / Double(max(imageCount, 1)) },
        threshold: rareBelow.share(of: imageCount), device: device)
    case .equalizationV2(let gamma, let mu, let alpha):
      return EqualizationLossV2(classCount: classCount, gamma: gamma, mu: mu, alpha: alpha, device: device)
    case .balancedGroupSoftmax(let edges, let others):
      return BalancedGroupSoftmax(
        instanceCounts: instances, binEdges: edges, othersPerForeground: others)
    case .seesaw(let p, let q):
      return SeesawLoss(classCount: classCount, mitigation: p, compensation: q, device: device)
    case .equilibrium(let settings):
      return EquilibriumLoss(
        classCount: classCount, momentum: settings.scoreMomentum, initialScore: settings.initialScore,
        memory: FeatureMemory(
          classCount: classCount, featureShape: featureShape, capacity: settings.queueSize,
          recalledClasses: settings.recalledClasses, recalledFeatures: settings.recalledFeatures,
          device: device))
    }
  }

  /// Whether the classifier has one column a class and, last, one for background, as softmax has.
  var hasBackgroundLast: Bool {
    switch name {
    case .effectiveClassMargin, .softmaxCrossEntropy, .equalizationV2, .equilibrium: true
    case .sigmoidCrossEntropy, .federated, .equalization, .balancedGroupSoftmax, .seesaw: false
    }
  }
}
