import CTorch

/// Stochastic gradient descent with momentum, fused: one pass over each parameter, its gradient and momentum.
///
/// v ← μ v + g + λ w, w ← w − η v, as in PyTorch.
public final class SGD {
  /// Parameters that share a weight decay.
  public struct Group {
    /// The parameters, leaves that want a gradient.
    public let parameters: [NamedTensor]
    /// λ.
    public let weightDecay: Double
    /// This group's learning rate over the optimiser's.
    public let learningRateFactor: Double

    /// A group of parameters.
    public init(parameters: [NamedTensor], weightDecay: Double, learningRateFactor: Double = 1) {
      self.parameters = parameters
      self.weightDecay = weightDecay
      self.learningRateFactor = learningRateFactor
    }
  }

  /// The groups in order.
  public let groups: [Group]
  /// μ.
  public let momentum: Double
  private let momenta: [[NamedTensor]]

  /// An optimiser at rest: every momentum is 0.
  public init(groups: [Group], momentum: Double) {
    self.groups = groups
    self.momentum = momentum
    momenta = groups.map { group in group.parameters.map { ($0.name, Tensor.zeros(like: $0.tensor)) } }
  }

  /// An optimiser of one group.
  public convenience init(parameters: [NamedTensor], momentum: Double, weightDecay: Double) {
    self.init(groups: [Group(parameters: parameters, weightDecay: weightDecay)], momentum: momentum)
  }

  /// All parameters, group after group.
  public var parameters: [Tensor] { groups.flatMap { $0.parameters.map(\.tensor) } }

  /// Moves the parameters that have a gradient.
  public func step(learningRate: Double) {
    for (group, momenta) in zip(groups, momenta) {
      let tensors = group.parameters.map(\.tensor) + momenta.map(\.tensor)
      Tensor.mutate(tensors) { handles in
        handles.withUnsafeBufferPointer { pointer in
          guard let first = pointer.baseAddress else { return nil }
          return ct_sgd_step(
            first, first + momenta.count, momenta.count, learningRate * group.learningRateFactor, momentum,
            group.weightDecay)
        }
      }
    }
  }

  /// Forgets the gradients, so that the next backward pass writes them anew.
  public func clearGradients() { parameters.forEach { $0.clearGrad() } }

  /// The 2-norm of all gradients together, a scalar that stays on the device.
  public func gradientNorm() -> Tensor {
    Tensor.apply(parameters) { ct_gradient_norm($0, $0.count) }
  }

  /// Scales the gradients so that their norm is at most `maximum`, and returns the norm before.
  public func clipGradients(maximum: Double) -> Tensor {
    Tensor.apply(parameters) { ct_clip_gradients($0, $0.count, maximum) }
  }

  /// The momenta by the parameters' names, to be saved and, written into, restored.
  public var state: [NamedTensor] { momenta.flatMap { $0 } }
}
