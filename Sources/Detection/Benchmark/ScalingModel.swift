/// How long a training step takes on many GPUs, by arithmetic from what one device was measured to do.
///
/// Every GPU takes its micro-batch forward and backward; gradients go round a ring, each GPU sending 2 (n − 1) / n of
/// their bytes, behind the backward pass as far as it lasts: step = compute + max(0, all-reduce − overlap).
public struct ScalingModel: Sendable, Equatable {
  /// Seconds of forward, backward and optimiser on one device.
  public var computeSeconds: Double
  /// Seconds of these in which gradients can travel: the backward pass.
  public var overlapSeconds: Double
  /// Images each GPU takes a step.
  public var imagesPerDevice: Int
  /// Bytes of all gradients.
  public var gradientBytes: Double
  /// GPUs of a machine.
  public var devicesPerNode: Int
  /// Bytes a second between GPUs of a machine.
  public var nodeBandwidth: Double
  /// Bytes a second between machines.
  public var networkBandwidth: Double

  /// A model of these figures.
  public init(
    computeSeconds: Double, overlapSeconds: Double, imagesPerDevice: Int, gradientBytes: Double,
    devicesPerNode: Int, nodeBandwidth: Double, networkBandwidth: Double
  ) {
    self.computeSeconds = computeSeconds
    self.overlapSeconds = overlapSeconds
    self.imagesPerDevice = imagesPerDevice
    self.gradientBytes = gradientBytes
    self.devicesPerNode = devicesPerNode
    self.nodeBandwidth = nodeBandwidth
    self.networkBandwidth = networkBandwidth
  }

  /// Seconds in which gradients go round a ring of so many GPUs; its slowest link decides.
  public func allReduceSeconds(_ devices: Int) -> Double {
    let bandwidth = devices > devicesPerNode ? networkBandwidth : nodeBandwidth
    return 2 * gradientBytes * Double(devices - 1) / Double(devices) / bandwidth
  }

  /// Seconds of a step.
  public func stepSeconds(_ devices: Int) -> Double {
    computeSeconds + max(0, allReduceSeconds(devices) - overlapSeconds)
  }

  /// Images a second of all GPUs together.
  public func imagesPerSecond(_ devices: Int) -> Double {
    Double(devices * imagesPerDevice) / stepSeconds(devices)
  }

  /// What of one device's speed each of them keeps.
  public func efficiency(_ devices: Int) -> Double { computeSeconds / stepSeconds(devices) }
}
