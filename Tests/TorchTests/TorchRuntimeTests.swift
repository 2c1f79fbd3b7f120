import Foundation
import Synchronization
import Testing
import Torch

@Suite struct TorchRuntimeTests {
  private static let warnings = Mutex<[String]>([])

  /// Reading the gradient of a tensor that is not a leaf is a thing libtorch warns of.
  @Test func warningsGoToTheHandler() throws {
    TorchRuntime.setWarningHandler { message in
      TorchRuntimeTests.warnings.withLock { $0.append(String(cString: message)) }
    }
    defer { TorchRuntime.setWarningHandler(nil) }
    try withTorchErrors { _ = (Tensor([1.0]).requiresGrad() * 2).grad }
    #expect(Self.warnings.withLock { $0 }.contains { $0.contains("not a leaf") })
  }

  @Test func knowsItsVersion() {
    #expect(TorchRuntime.version.hasPrefix("2."))
  }
}

@Suite struct SafeTensorsTests {
  /// A file of one tensor [1, 2] of float32 under "w", laid out by hand.
  @Test func readsTensorsAndMetadata() throws {
    try withTemporaryFolder { folder in
      let header = #"{"__metadata__":{"seed":"5"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
      let bytes = Data(
        [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + header.utf8 + [0, 0, 128, 63, 0, 0, 0, 64])
      let url = folder.appending(path: "w.safetensors")
      try bytes.write(to: url)
      let file = try SafeTensors(contentsOf: url)
      #expect(file.names == ["w"] && file.metadata == ["seed": "5"])
      #expect(try file.tensor("w").array(of: Float.self) == [1, 2])
      #expect(throws: FileError.malformed(url, "there is no tensor v")) { try file.tensor("v") }
      try bytes.dropLast().write(to: url)
      #expect(throws: FileError.truncated(url)) { try SafeTensors(contentsOf: url).tensor("w") }
      try Data("not tensors at all".utf8).write(to: url)
      #expect(throws: FileError.truncated(url)) { try SafeTensors(contentsOf: url) }
    }
  }
}
