import CTorch
import Foundation

/// The processes that compute together, as one of them sees them: c10d's Gloo, and a store where they leave things for
/// one another.
///
/// Sums and gathers are everybody's: each process must call the same ones in the same order. A process that is gone or
/// silent makes them fail.
public final class ProcessGroup: @unchecked Sendable {
  // @unchecked: `leave` and `find` may be called from any thread; sums and gathers belong to the thread that computes.
  private let handle: CTGroup

  /// Where the processes meet.
  public struct Meeting: Sendable {
    /// The store's host.
    public var host: String
    /// The store's port.
    public var port: UInt16
    /// Whether this process is the store.
    public var serves: Bool
    /// Tells this meeting from others at the same store.
    public var name: String
    /// Where the others reach this process; nil for what its host's name resolves to.
    public var address: String?

    /// A meeting at a store.
    public init(host: String, port: UInt16, serves: Bool, name: String, address: String?) {
      self.host = host
      self.port = port
      self.serves = serves
      self.name = name
      self.address = address
    }
  }

  /// Joins the others, and waits until all are there.
  ///
  /// - Parameter timeout: seconds after which an exchange that hangs fails.
  public init(_ meeting: Meeting, rank: Int, size: Int, timeout: Double) throws {
    let result = ct_group_join(
      meeting.host, meeting.port, meeting.serves, meeting.name, meeting.address, Int32(rank), Int32(size),
      Int(timeout * 1000))
    guard let handle = result.group else {
      defer { free(result.error) }
      throw TorchError(
        message: result.error.map { String(cString: $0) } ?? "",
        operation: "ProcessGroup(_:rank:size:timeout:)")
    }
    self.handle = handle
  }

  deinit { ct_group_release(handle) }

  /// The sums of everybody's numbers.
  public func sum(_ numbers: [Double]) throws -> [Double] {
    try withTorchErrors {
      let tensor = Tensor(numbers, device: .cpu)
      Tensor.mutate([tensor]) { ct_group_sum(handle, $0[0]) }
      return tensor.array(of: Double.self)
    }
  }

  /// The sum of everybody's tensors of this shape.
  public func sum(_ tensor: Tensor) -> Tensor {
    let sum = tensor.to(.cpu).contiguous().clone()
    Tensor.mutate([sum]) { ct_group_sum(handle, $0[0]) }
    return sum.to(tensor.device)
  }

  /// Overwrites the gradients by the sums of everybody's; a parameter without one takes part with zeros.
  public func sumGradients(of parameters: [Tensor]) {
    Tensor.mutate(parameters) { ct_group_sum_gradients(handle, $0, $0.count) }
  }

  /// Everybody's tensors of one shape, in the order of ranks, on this tensor's device.
  public func gather(_ tensor: Tensor) -> Tensor {
    Tensor.apply(tensor.to(.cpu).contiguous()) { ct_group_gather(handle, $0) }.to(tensor.device)
  }

  /// Leaves bytes under a key for the others.
  public func leave(_ bytes: [UInt8], under key: String) throws {
    let error = bytes.withUnsafeBytes { bytes in
      ct_group_leave(handle, key, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!, bytes.count)
    }
    guard let error else { return }
    defer { free(error) }
    throw TorchError(message: String(cString: error), operation: "leave(_:under:)")
  }

  /// What is left under a key, nil while there is nothing; never waits.
  public func find(_ key: String) throws -> [UInt8]? {
    try withTorchErrors {
      let found = Tensor.make("find") { ct_group_find(handle, key) }
      return found.isDefined ? found.array(of: UInt8.self) : nil
    }
  }
}
