import Foundation
import Synchronization
import Testing
import Torch

@testable import Training

/// Ranks as threads of this process, that meet as torchrun's processes do.
enum RankThreads {
  /// What each of so many ranks comes to, in their order.
  static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Ranks) throws -> Result
  ) throws -> [Result] {
    let port = try freePort()
    let outcomes = Mutex([Int: Swift.Result<Result, any Error>]())
    let group = DispatchGroup()
    for rank in 0..<count {
      let thread = Thread {
        let outcome = Swift.Result {
          TorchRuntime.threadCount = 1
          return try body(ranks(rank, of: count, port))
        }
        outcomes.withLock { $0[rank] = outcome }
        group.leave()
      }
      thread.stackSize = 8 << 20
      group.enter()
      thread.start()
    }
    group.wait()
    return try (0..<count).map { rank in try outcomes.withLock { $0[rank]! }.get() }
  }

  private static func ranks(_ rank: Int, of count: Int, _ port: Int) throws -> Ranks {
    let environment = try #require(
      RankEnvironment([
        "RANK": "\(rank)", "WORLD_SIZE": "\(count)", "LOCAL_RANK": "\(rank)", "LOCAL_WORLD_SIZE": "\(count)",
        "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "\(port)",
      ]))
    return try Ranks(meeting: environment, TrainingContext(device: .cpu, rank: rank, worldSize: count))
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.featureUnsupported) }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
